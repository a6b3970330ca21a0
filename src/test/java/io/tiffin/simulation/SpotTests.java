package io.tiffin.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.geo.Place;
import org.junit.jupiter.api.Test;

class SpotTests {

  private static final Place BERLIN = new Place(52.52, 13.405);

  @Test
  void aSpotIsAsFarFromTheCentreOnTheEarthAsOnThePlane() {
    Spot spot = new Spot(-3_000, 4_000);

    assertThat(spot.place(BERLIN).metresTo(BERLIN)).isCloseTo(5_000, within(5.0));
    assertThat(spot.metresTo(new Spot(0, 0))).isEqualTo(5_000);
  }

  @Test
  void aWayFollowsTheStreetsEastAndThenNorth() {
    Spot from = new Spot(0, 0);
    Spot to = new Spot(-300, 100);

    assertThat(from.towards(to, 0)).isEqualTo(from);
    assertThat(from.towards(to, 0.5)).isEqualTo(new Spot(-200, 0));
    assertThat(from.towards(to, 0.75)).isEqualTo(new Spot(-300, 0));
    assertThat(from.towards(to, 1)).isEqualTo(to);
  }

  @Test
  void aWayToWhereOneIsStaysThere() {
    Spot here = new Spot(120, -80);

    assertThat(here.towards(here, 0.3)).isEqualTo(here);
  }
}
