package io.tiffin.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tiffin.training.NetworkDesign.Baseline;
import io.tiffin.training.NumberColumn.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvMappingTests {

  @TempDir private Path directory;

  @Test
  void everythingThatCanBeSaidIsRead() throws Exception {
    CsvMapping mapping =
        read(
            """
            view: orders
            target: minutes
            numbers:
              naive: {scale: log}
              distance: {knots: [2, 4]}
              items: {sum: [pizza, salad]}
            categories:
              day: {dimensions: 3}
            wide:
              - numbers
              - knots(distance)
              - day * distance
            baseline: {number: naive, per-minute: 60}
            """);

    assertThat(mapping.target()).isEqualTo("minutes");
    assertThat(mapping.sources()).containsEntry("items", List.of("pizza", "salad"));
    assertThat(mapping.sources()).containsEntry("naive", List.of("naive"));
    assertThat(mapping.design().numbers().getFirst().scale()).isEqualTo(Scale.LOGARITHMIC);
    assertThat(mapping.design().categories().getFirst().dimensions()).isEqualTo(3);
    assertThat(mapping.design().baseline()).isEqualTo(new Baseline.Estimate(0, 60));
    assertThat(mapping.design().wide())
        .containsExactly(
            new WideTerm.Numbers(),
            new WideTerm.Knots(1, List.of(2.0, 4.0)),
            new WideTerm.Cross(new WideTerm.OneOf(0), new WideTerm.Single(1)));
  }

  @Test
  void theBaselineIsTheMedianUnlessOneIsNamed() throws Exception {
    CsvMapping mapping = read("view: a\ntarget: b\nnumbers: {c: }\nwide: [c]\n");

    assertThat(mapping.design().baseline()).isEqualTo(new Baseline.Median());
  }

  @Test
  void anUndeclaredFactorIsRefusedWithItsLineAndField() {
    assertRefused(
        "view: a\ntarget: b\nnumbers: {c: }\nwide:\n  - c\n  - c * tips\n",
        "line 6: wide[1] 'tips' is not declared");
  }

  @Test
  void anUnknownFieldIsRefusedWithItsLineAndWhatIsKnown() {
    assertRefused(
        "view: a\ntarget: b\nnumbers:\n  c: {nots: [1]}\nwide: [c]\n",
        "line 4: numbers.c.nots is not known here");
  }

  @Test
  void aMissingFieldIsRefusedByName() {
    assertRefused("view: a\nnumbers: {c: }\nwide: [c]\n", "'target' is missing");
  }

  @Test
  void aTextInPlaceOfANumberIsRefusedWithTheText() {
    assertRefused(
        "view: a\ntarget: b\nnumbers:\n  c: {knots: [1, many]}\nwide: [c]\n",
        "line 4: numbers.c.knots[1] is 'many', expected a number");
  }

  @Test
  void binsThatEndBeforeTheyBeginAreRefused() {
    assertRefused(
        "view: a\ntarget: b\nnumbers:\n  c: {bins: {from: 3, to: 2, count: 4}}\nwide: [c]\n",
        "line 4: numbers.c.bins ends where it begins");
  }

  @Test
  void aFileThatIsNoYamlIsRefused() {
    assertRefused("view: [", "is not YAML");
  }

  private void assertRefused(String yaml, String message) {
    assertThatThrownBy(() -> read(yaml))
        .isInstanceOf(TrainingInputException.class)
        .hasMessageContaining("mapping.yaml")
        .hasMessageContaining(message);
  }

  private CsvMapping read(String yaml) throws IOException, TrainingInputException {
    Path file = directory.resolve("mapping.yaml");
    Files.writeString(file, yaml);
    return CsvMapping.read(file);
  }
}
