package io.tiffin.simulation;

import java.util.List;
import java.util.Locale;

/** What a restaurant cooks. */
enum Cuisine {
  BURGER(8.5, 0.9),
  PIZZA(10, 0.95),
  SUSHI(12.5, 1.3),
  INDIAN(12, 1),
  VIETNAMESE(9.5, 0.9),
  ITALIAN(11.5, 1.15),
  TURKISH(8, 0.75),
  THAI(10, 0.95),
  MEXICAN(9.5, 0.95),
  VEGAN(10.5, 1.05);

  private final double workMinutes;
  private final double priceFactor;

  Cuisine(double workMinutes, double priceFactor) {
    this.workMinutes = workMinutes;
    this.priceFactor = priceFactor;
  }

  static Cuisine draw(Dice dice) {
    List<Cuisine> all = List.of(values());
    return all.get(dice.below(all.size()));
  }

  /** Minutes of work of an order of two items. */
  double workMinutes() {
    return workMinutes;
  }

  double priceFactor() {
    return priceFactor;
  }

  /** The name that profiles carry. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
