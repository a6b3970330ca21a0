package io.tiffin.training;

/**
 * Labelled rows by what they are for.
 *
 * @param train to learn from
 * @param validation to choose by: penalty, pass
 * @param test to report on; nothing is chosen by it
 */
record Split(TrainingRows train, TrainingRows validation, TrainingRows test) {}
