package io.tiffin.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EstimateIdsTests {

  @Test
  void idsAreUlids() {
    EstimateIds ids =
        new EstimateIds(
            InstantSource.fixed(Instant.ofEpochMilli(1469918176385L)), new SplittableRandom(1));

    // the time part of the ULID specification's own example
    assertThat(ids.next()).matches("01ARYZ6S41[0-9A-HJKMNP-TV-Z]{16}");
  }

  @Test
  void idsOfALaterMillisecondSortBehind() {
    SplittableRandom random = new SplittableRandom(1);
    String earlier =
        new EstimateIds(InstantSource.fixed(Instant.ofEpochMilli(1000)), random).next();
    String later = new EstimateIds(InstantSource.fixed(Instant.ofEpochMilli(1001)), random).next();

    assertThat(earlier).isLessThan(later);
  }

  @Test
  void idsOfOneMillisecondDiffer() {
    EstimateIds ids = new EstimateIds(InstantSource.fixed(Instant.EPOCH), new SplittableRandom(1));

    assertThat(Stream.generate(ids::next).limit(10_000)).doesNotHaveDuplicates();
  }
}
