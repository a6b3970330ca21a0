package io.tiffin.feature.yaml;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViewRefusalTests {

  private static final String FEATURES = "features: {f: {type: double, default: 0}}";

  @ParameterizedTest
  @MethodSource
  void aWrongFileIsRefusedInOneSentence(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWrongFileIsRefusedInOneSentence() {
    return Stream.of(
        new Refusal("", "c.yaml:1: the catalogue has no views; start it with 'views:'."),
        new Refusal("[a, b]", "c.yaml:1: the catalogue has no views; start it with 'views:'."),
        new Refusal("{}", "c.yaml:1: the catalogue has no views; start it with 'views:'."),
        new Refusal(
            "views: {}\nmodels: {}",
            "c.yaml:2: the catalogue has the unknown key 'models'; known keys are views."),
        new Refusal(
            "views:\n  - a\n",
            "c.yaml:1: the list of views is not a mapping; write 'key: value' lines below it."),
        new Refusal(
            "views:\n  v:\n\tentity: city",
            "c.yaml:3: this is not YAML: found character '\\t(TAB)' that cannot start any token. (Do"
                + " not use \\t(TAB) for indentation)."),
        new Refusal(
            "views: {}\n---\nviews: {}", "c.yaml:2: this is not YAML: but found another document."),
        new Refusal(
            "views:\n  v: {entity: city, kind: loaded, max-age: 1d, " + FEATURES + "}\n  v: {}",
            "c.yaml:3: the list of views has the key 'v' twice; remove or rename one."),
        new Refusal(
            "views:\n  ? [a]\n  : 1",
            "c.yaml:2: a key of the list of views is not a single value."));
  }

  @ParameterizedTest
  @MethodSource
  void aWrongViewIsRefusedInOneSentence(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWrongViewIsRefusedInOneSentence() {
    return Stream.of(
        view(
            "V",
            "entity: city",
            "2: 'V' is no name for a view; write a lower case letter, then at"
                + " most 62 lower case letters, digits and underscores."),
        view(
            "v",
            "colour: red",
            "3: view v has the unknown key 'colour'; known keys are entity,"
                + " kind, max-age, publish-interval, tiers, features."),
        view(
            "v",
            "kind: event",
            "2: view v has no entity; add 'entity:' with one of request,"
                + " restaurant, restaurant_hour, courier_zone, dropoff_zone, dropoff_area, city."),
        view(
            "v",
            "entity: rider",
            "3: view v has the unknown entity 'rider'; write one of request,"
                + " restaurant, restaurant_hour, courier_zone, dropoff_zone, dropoff_area, city."),
        view("v", "entity: [city]", "3: entity of view v is not a single value."),
        view(
            "v",
            "entity: city",
            "2: view v has no kind; add 'kind:' with one of request, loaded," + " event."),
        view(
            "v",
            "entity: city\n    kind: stream",
            "4: view v has the unknown kind 'stream'; write" + " one of request, loaded, event."),
        view(
            "v",
            "entity: city\n    kind: request",
            "4: view v joins the entity city with the kind"
                + " request; the entity request and the kind request go together."),
        view(
            "v",
            "entity: request\n    kind: loaded",
            "4: view v joins the entity request with the"
                + " kind loaded; the entity request and the kind request go together."),
        view(
            "v",
            "entity: city\n    kind: loaded",
            "2: view v has no max-age; add 'max-age: 5m' or" + " what fits."),
        view(
            "v",
            "entity: city\n    kind: loaded\n    max-age: soon",
            "5: the max-age of view v is"
                + " wrong: 'soon' is no length of time; write a number and ms, s, m, h or d, as in 5m."),
        view(
            "v",
            "entity: city\n    kind: loaded\n    max-age: 0s",
            "5: the max-age of view v is" + " '0s', expected 1s to 366d."),
        view(
            "v",
            "entity: city\n    kind: loaded\n    max-age: 367d",
            "5: the max-age of view v is" + " '367d', expected 1s to 366d."),
        view(
            "v",
            "entity: request\n    kind: request\n    max-age: 5m",
            "5: view v has a max-age," + " but the values of a request do not age; remove it."),
        view(
            "v",
            "entity: city\n    kind: loaded\n    max-age: 5m\n    publish-interval: 1s",
            "6: view v has a publish-interval, but only views of kind event are published; remove"
                + " it."),
        view(
            "v",
            "entity: city\n    kind: event\n    max-age: 5m\n    publish-interval: 1ms",
            "6: the publish-interval of view v is '1ms', expected 10ms to 1h."),
        view(
            "v",
            "entity: city\n    kind: event\n    max-age: 5m\n    tiers: redis",
            "6: tiers of view v is not a list; write it as [a, b]."),
        view(
            "v",
            "entity: city\n    kind: event\n    max-age: 5m\n    tiers: [Redis]",
            "6: view v names the tier 'Redis'; write lower case letters, digits and hyphens, as in"
                + " near-cache."),
        view(
            "v",
            "entity: city\n    kind: event\n    max-age: 5m\n    tiers: [redis, redis]",
            "6: view v names the tier redis twice; remove one."),
        view(
            "v",
            "entity: request\n    kind: request\n    tiers: [redis]",
            "5: view v has tiers, but a request is not stored; remove them."),
        view(
            "v",
            "entity: city\n    kind: event\n    max-age: 5m",
            "2: view v has no features; add" + " 'features:' with at least one."),
        view(
            "v",
            "entity: city\n    kind: event\n    max-age: 5m\n    features: {}",
            "6: view v has no features; add at least one."),
        view(
            "v",
            "entity: city\n    kind: event\n    max-age: 5m\n    features: none",
            "6: the features of view v is not a mapping; write 'key: value' lines below it."));
  }

  private static Refusal view(String name, String lines, String sentence) {
    return new Refusal("views:\n  " + name + ":\n    " + lines + "\n", "c.yaml:" + sentence);
  }
}
