package io.tiffin.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tiffin.model.Manifest.Ranges;
import io.tiffin.model.Manifest.TensorType;
import io.tiffin.model.Manifest.Values;
import java.util.List;
import org.junit.jupiter.api.Test;

class BinsTests {

  @Test
  void aValueOnAnEdgeBelongsToTheBinBelow() {
    Bins bins =
        Bins.of(new Ranges(List.of(0.0, 10.0), List.of(0.5, 0.25, 0.25), 0.2), TensorType.FLOAT32);

    assertThat(bins.of(-1e30)).isZero();
    assertThat(bins.of(0)).isZero();
    assertThat(bins.of(0.01)).isEqualTo(1);
    assertThat(bins.of(10)).isEqualTo(1);
    assertThat(bins.of(1e30)).isEqualTo(2);
  }

  @Test
  void sharesAreOfAllOrdersThoseWithoutTheValueIncluded() {
    Bins bins = Bins.of(new Ranges(List.of(0.0), List.of(0.75, 0.25), 0.2), TensorType.FLOAT32);

    assertThat(bins.expected()).containsExactly(new double[] {0.6, 0.2, 0, 0.2}, within(1e-12));
    assertThat(bins.expected()[bins.missing()]).isEqualTo(0.2);
  }

  /** A tensor holds 0.1 as a float, which is a little more than the double that JSON tells. */
  @Test
  void anEdgeIsTheValueThatTheTensorHeld() {
    Bins bins = Bins.of(new Ranges(List.of(0.1), List.of(0.5, 0.5), 0), TensorType.FLOAT32);

    assertThat(bins.of(Bins.fed(0.1, TensorType.FLOAT32))).isZero();
    assertThat(bins.of(0.1f)).isZero();
  }

  @Test
  void whatNobodyHasSeenHasABinOfItsOwn() {
    Bins bins = Bins.of(new Values(List.of(7L, 23L), List.of(0.75, 0.25), 0), TensorType.INT64);

    assertThat(bins.of(7)).isZero();
    assertThat(bins.of(23)).isEqualTo(1);
    assertThat(bins.of(8)).isEqualTo(2).isEqualTo(bins.of(1)).isEqualTo(bins.of(99));
    assertThat(bins.expected()).containsExactly(0.75, 0.25, 0, 0);
  }

  @Test
  void anInputThatWasNeverThereHasOnlyMissingOnes() {
    Bins bins = Bins.of(new Ranges(List.of(), List.of(1.0), 1), TensorType.FLOAT32);

    assertThat(bins.expected()).containsExactly(0, 0, 1);
    assertThat(bins.of(4)).isZero();
  }
}
