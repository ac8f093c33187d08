-- Mail whose words introduce somebody tells of people, too (messages.tells: 4, its words have an "@"; 8, they introduce).
ALTER TABLE messages ALTER rules SET DEFAULT 4;
SELECT kith_learn_people_anew();
