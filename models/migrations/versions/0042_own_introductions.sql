-- What the owner's own mail says of those whom it introduces, and words that have somebody's address.
ALTER TABLE messages ALTER rules SET DEFAULT 5;
SELECT kith_learn_people_anew();
