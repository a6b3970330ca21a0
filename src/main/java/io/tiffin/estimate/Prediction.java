package io.tiffin.estimate;

/** DeliveryMinutes and legs as one rung of the ladder tells them. */
record Prediction(DeliveryMinutes minutes, DeliveryLegs legs) {}
