package io.tiffin.deployment;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An object of Kubernetes, as it stands in YAML. */
record Rendered(Map<?, ?> yaml) {

  String kind() {
    return text("kind");
  }

  String name() {
    return text("metadata", "name");
  }

  String text(String... path) {
    return String.valueOf(at(path));
  }

  /** What stands at a path; null if nothing does. Steps into lists are numbers. */
  @Nullable Object at(String... path) {
    Object here = yaml;
    for (String step : path) {
      here =
          switch (here) {
            case Map<?, ?> map -> map.get(step);
            case List<?> list -> list.get(Integer.parseInt(step));
            case null, default -> null;
          };
    }
    return here;
  }

  /** The template of its pods. */
  Rendered pod() {
    return new Rendered((Map<?, ?>) Objects.requireNonNull(at("spec", "template", "spec")));
  }

  boolean isWorkload() {
    return kind().equals("Deployment") || kind().equals("StatefulSet");
  }

  /** Whether Helm makes it at some point of a release's life only. */
  boolean isHook() {
    return text("metadata", "annotations").contains("helm.sh/hook");
  }
}
