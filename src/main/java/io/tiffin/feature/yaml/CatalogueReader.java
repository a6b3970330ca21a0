package io.tiffin.feature.yaml;

import io.tiffin.feature.Catalogue;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads catalogue files into one {@link Catalogue}. Thread-safe, without I/O.
 *
 * <p>Files are merged in the order given. A view belongs to the first file that declares it;
 * further files may append features to it, behind those that it has, and nothing else.
 */
public final class CatalogueReader {

  private final EventVocabulary vocabulary;

  /** A reader that knows the product's events. */
  public CatalogueReader() {
    this(EventVocabulary.PRODUCT);
  }

  CatalogueReader(EventVocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /**
   * The catalogue of these files.
   *
   * @throws InvalidCatalogueException at the first thing that is wrong; nothing else is ever thrown
   *     for any text
   */
  public Catalogue read(List<CatalogueFile> files) {
    ViewReader reader = new ViewReader(new FeatureReader(new AggregateRules(vocabulary)));
    Map<String, DeclaredView> views = new LinkedHashMap<>();
    for (CatalogueFile file : files) {
      YamlMapping root = YamlMapping.root(file.name(), compose(file));
      root.allowOnly(List.of("views"));
      root.require("views", "start it with 'views:'");
      YamlMapping entries = root.mapping("views", "the list of views");
      for (String name : entries.keys()) {
        reader.read(name, entries.mapping(name, "view " + name), views);
      }
    }
    new References(views).check();
    return new Catalogue(views.values().stream().map(DeclaredView::toView).toList());
  }

  private static @Nullable Node compose(CatalogueFile file) {
    try {
      return new Yaml(new LoaderOptions()).compose(new StringReader(file.yaml()));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw notYaml(new Spot(file.name(), line), e.getProblem(), e);
    } catch (YAMLException e) {
      throw notYaml(new Spot(file.name(), 1), e.getMessage(), e);
    }
  }

  private static InvalidCatalogueException notYaml(
      Spot at, @Nullable String problem, YAMLException cause) {
    String reason =
        problem == null ? "it cannot be parsed" : problem.lines().findFirst().orElse("");
    return new InvalidCatalogueException(at + ": this is not YAML: " + reason + ".", cause);
  }
}
