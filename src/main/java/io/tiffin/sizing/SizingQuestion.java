package io.tiffin.sizing;

import io.tiffin.sizing.InvalidSizingException.Fault;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was asked: the fields that were given, each in its range. Immutable. */
public final class SizingQuestion {

  private final Map<SizingField, String> names = new EnumMap<>(SizingField.class);
  private final Map<SizingField, Double> numbers = new EnumMap<>(SizingField.class);

  private SizingQuestion() {}

  /**
   * Reads the fields that are given.
   *
   * @throws InvalidSizingException that lists every field whose text is not what it must be
   */
  public static SizingQuestion read(Map<SizingField, String> given) throws InvalidSizingException {
    SizingQuestion question = new SizingQuestion();
    List<Fault> faults = new ArrayList<>();
    for (SizingField field : SizingField.values()) {
      String text = given.get(field);
      if (text != null && !question.take(field, text)) {
        faults.add(new Fault(field, field.expected()));
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidSizingException(faults);
    }
    return question;
  }

  @Nullable String name(SizingField field) {
    return names.get(field);
  }

  @Nullable Double number(SizingField field) {
    return numbers.get(field);
  }

  double number(SizingField field, double otherwise) {
    return numbers.getOrDefault(field, otherwise);
  }

  long whole(SizingField field, long otherwise) {
    Double number = numbers.get(field);
    return number == null ? otherwise : number.longValue();
  }

  private boolean take(SizingField field, String text) {
    if (field.isText()) {
      names.put(field, text);
      return field.isName(text);
    }
    Double number = field.number(text);
    if (number != null) {
      numbers.put(field, number);
    }
    return number != null;
  }
}
