package io.tiffin.simulation;

/**
 * What everybody in the city shares: its time, its streets, its demand and its way to the outside.
 */
record World(
    CitySettings settings,
    Agenda agenda,
    Uplink uplink,
    Streets streets,
    Demand demand,
    Backlog backlog) {

  long nowMillis() {
    return agenda.nowMillis();
  }

  Dice dice(String purpose) {
    return Dice.of(settings.seed(), purpose);
  }
}
