// Whom an answer may be sealed to, as the person's own pieces say; "" where they don't all say the same.
//
// Anybody who can write the database can seal a piece to the organisation that names a key of theirs,
// and give it any time: so one piece that names another is enough to answer nobody.
export function answerTo(opened) {
  const hers = opened.filter(({ sort }) => sort === "report" || sort === "from_person");
  const named = new Set(hers.map(({ content }) => content?.answer_to).filter(Boolean));
  return named.size === 1 ? [...named][0] : "";
}
