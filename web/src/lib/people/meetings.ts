/** Of the meetings with a person, as many as their page shows. */
export const LATEST_MEETINGS = 3;
