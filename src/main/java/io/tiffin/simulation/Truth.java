package io.tiffin.simulation;

/**
 * What no listener of the city is ever told: how a delivered order could best have been estimated.
 *
 * @param minutes from placed to delivered
 * @param oracleMinutes the same with the expected time for every piece of work and ride of this
 *     order, where its place in every queue, its courier and the traffic are known
 * @param duringSurge whether it was placed while its restaurant or the city surged
 * @param load orders outstanding in the city per courier on shift when it was placed
 */
record Truth(
    String orderId,
    long placedMillis,
    double minutes,
    double oracleMinutes,
    boolean duringSurge,
    double load) {}
