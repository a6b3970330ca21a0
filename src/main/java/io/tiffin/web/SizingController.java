package io.tiffin.web;

import io.tiffin.sizing.InvalidSizingException;
import io.tiffin.sizing.SizingField;
import io.tiffin.sizing.SizingQuestion;
import io.tiffin.sizing.StoreSizing;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RestController;

/** Which stores carry a view. */
@RestController
final class SizingController implements SizingApi {

  private final StoreSizing sizing;
  private final StrictJson json;

  SizingController(StoreSizing sizing, StrictJson json) {
    this.sizing = sizing;
    this.json = json;
  }

  @Override
  public ResponseEntity<byte[]> sizing(MultiValueMap<String, String> query) {
    Violations violations = new Violations();
    Map<SizingField, String> given = fields(query, violations);
    try {
      SizingQuestion question = SizingQuestion.read(given);
      violations.refuseIfAny();
      return ResponseEntity.ok()
          .contentType(MediaType.APPLICATION_JSON)
          .body(json.write(sizing.report(question)));
    } catch (InvalidSizingException e) {
      e.faults().forEach(fault -> violations.add(fault.field().key(), fault.message()));
      throw violations.toProblem();
    }
  }

  private static Map<SizingField, String> fields(
      MultiValueMap<String, String> query, Violations violations) {
    Map<SizingField, String> given = new EnumMap<>(SizingField.class);
    for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
      Optional<SizingField> field = field(parameter.getKey());
      if (field.isEmpty()) {
        violations.add(Printable.text(parameter.getKey()), "is not a parameter of this operation");
      } else if (parameter.getValue().size() > 1) {
        violations.add(parameter.getKey(), "is given more than once");
      } else {
        given.put(field.get(), parameter.getValue().getFirst());
      }
    }
    return given;
  }

  private static Optional<SizingField> field(String key) {
    return Arrays.stream(SizingField.values()).filter(each -> each.key().equals(key)).findFirst();
  }
}
