package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a server keeps of what it is given: all of it, with defaults beside. */
final class StoredObjects {

  private StoredObjects() {}

  /** Fails where something that was rendered is not there, or is something else. */
  static void check(Rendered rendered, Rendered stored) {
    List<String> lost = new ArrayList<>();
    compare(rendered.kind() + " " + rendered.name(), rendered.yaml(), stored.yaml(), lost);

    assertThat(lost).isEmpty();
  }

  private static void compare(
      String path, @Nullable Object rendered, @Nullable Object stored, List<String> lost) {
    switch (rendered) {
      case Map<?, ?> map when stored instanceof Map<?, ?> other ->
          map.forEach((key, value) -> compare(path + "." + key, value, other.get(key), lost));
      case List<?> list when stored instanceof List<?> other && list.size() == other.size() -> {
        for (int i = 0; i < list.size(); i++) {
          compare(path + "[" + i + "]", list.get(i), other.get(i), lost);
        }
      }
      case null, default -> {
        if (!Objects.equals(rendered, stored)) {
          lost.add("%s was %s and is %s".formatted(path, rendered, stored));
        }
      }
    }
  }
}
