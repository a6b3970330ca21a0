package io.tiffin.feature.yaml;

import static io.tiffin.feature.yaml.Refusal.ofEventFeature;
import static io.tiffin.feature.yaml.Refusal.ofLoadedFeature;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FeatureRefusalTests {

  @ParameterizedTest
  @MethodSource
  void aWrongFeatureIsRefusedInOneSentence(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWrongFeatureIsRefusedInOneSentence() {
    return Stream.of(
        ofLoadedFeature(
            "F: {type: int64, default: 1}",
            "'F' is no name for a feature; write a lower"
                + " case letter, then at most 62 lower case letters, digits and underscores."),
        ofLoadedFeature("f: 1", "feature v.f is not a mapping; write 'key: value' lines below it."),
        ofLoadedFeature(
            "f: {type: int64, default: 1, defualt: 2}",
            "feature v.f has the unknown key"
                + " 'defualt'; known keys are type, unit, default, from, aggregate, at-least,"
                + " expression, parent, max-age, description."),
        ofLoadedFeature(
            "f: {type: int64, type: double, default: 1}",
            "feature v.f has the key" + " 'type' twice; remove or rename one."),
        ofLoadedFeature(
            "f: {default: 1}",
            "feature v.f has no type; add 'type:' with one of int32,"
                + " int64, float, double, boolean, string."),
        ofLoadedFeature(
            "f: {type: int, default: 1}",
            "feature v.f has the unknown type 'int'; write"
                + " one of int32, int64, float, double, boolean, string."),
        ofLoadedFeature(
            "f: {type: int64, default: 1, unit: [s]}",
            "unit of feature v.f is not a" + " single value."),
        ofLoadedFeature(
            "f: {type: int64, default: 1, max-age: 1y}",
            "the max-age of feature v.f is"
                + " wrong: '1y' is no length of time; write a number and ms, s, m, h or d, as in 5m."),
        ofLoadedFeature(
            "f: {<<: {type: int64}, default: 1}",
            "feature v.f has the unknown key '<<';"
                + " known keys are type, unit, default, from, aggregate, at-least, expression, parent,"
                + " max-age, description."));
  }

  @ParameterizedTest
  @MethodSource
  void aWrongDefaultIsRefusedInOneSentence(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWrongDefaultIsRefusedInOneSentence() {
    String whole = "; write a whole number of at most ";
    return Stream.of(
        ofLoadedFeature(
            "f: {type: int64}",
            "feature v.f has no default; add 'default:' with the"
                + " value that stands in when nothing else answers."),
        ofLoadedFeature(
            "f: {type: int64, default: }",
            "the default of feature v.f is '', which is"
                + " no int64"
                + whole
                + "9007199254740992 either side of 0."),
        ofLoadedFeature(
            "f: {type: int64, default: 1.5}",
            "the default of feature v.f is '1.5',"
                + " which is no int64"
                + whole
                + "9007199254740992 either side of 0."),
        ofLoadedFeature(
            "f: {type: int64, default: 9007199254740994}",
            "the default of feature v.f"
                + " is '9007199254740994', which is no int64"
                + whole
                + "9007199254740992 either side of 0."),
        ofLoadedFeature(
            "f: {type: int32, default: 2147483648}",
            "the default of feature v.f is"
                + " '2147483648', which is no int32"
                + whole
                + "2147483647 either side of 0."),
        ofLoadedFeature(
            "f: {type: double, default: '1'}",
            "the default of feature v.f is '1', which"
                + " is no double; write a number such as 0.5."),
        ofLoadedFeature(
            "f: {type: double, default: .nan}",
            "the default of feature v.f is '.nan',"
                + " which is no double; write a number such as 0.5."),
        ofLoadedFeature(
            "f: {type: double, default: 1e999}",
            "the default of feature v.f is '1e999',"
                + " which is no double; write a number such as 0.5."),
        ofLoadedFeature(
            "f: {type: float, default: 1e39}",
            "the default of feature v.f is '1e39',"
                + " which is no float; write a number such as 0.5, at most 3.4e38 either side of 0."),
        ofLoadedFeature(
            "f: {type: boolean, default: 1}",
            "the default of feature v.f is '1', which" + " is no boolean; write true or false."),
        ofLoadedFeature(
            "f: {type: string, default: 17}",
            "the default of feature v.f is '17', which"
                + " is no string; write text, in quotes if it looks like a number or a truth value."),
        ofEventFeature(
            "f: {type: int64, default: none, aggregate: count(order.placed) over 5m}",
            "feature v.f has no default; 'default: none' is only for facts of loaded views."));
  }

  @ParameterizedTest
  @MethodSource
  void aWrongOriginIsRefusedInOneSentence(Refusal refusal) {
    refusal.check();
  }

  static Stream<Refusal> aWrongOriginIsRefusedInOneSentence() {
    return Stream.of(
        ofEventFeature(
            "f: {type: int64, default: 1}",
            "feature v.f does not say where it comes"
                + " from; in a view of kind event write an aggregate or an expression."),
        ofEventFeature(
            "f: {type: int64, default: 1, from: load}",
            "feature v.f has 'from: load'; in"
                + " a view of kind event write an aggregate or an expression."),
        ofLoadedFeature(
            "f: {type: int64, default: 1, from: request}",
            "feature v.f has 'from:"
                + " request'; in a view of kind loaded write 'from: load' or an expression."),
        ofLoadedFeature(
            "f: {type: int64, default: 1, aggregate: count(order.placed) over 5m}",
            "feature v.f has an aggregate, which only a view of kind event can have; move it to"
                + " one."),
        ofEventFeature(
            "f: {type: double, default: 1, expression: '1', aggregate: x}",
            "feature v.f has both aggregate and expression; keep one of them."),
        ofLoadedFeature(
            "f: {type: double, default: 1, from: load, expression: '1'}",
            "feature v.f has both from and expression; keep one of them."),
        ofEventFeature(
            "f: {type: double, default: 1, expression: '1', at-least: 3}",
            "feature v.f has at-least, but no aggregate whose observations it could count; remove"
                + " it."),
        ofEventFeature(
            "f: {type: int64, default: 1, aggregate: count(order.placed) over 5m,"
                + " at-least: 0}",
            "the at-least of feature v.f is '0', expected a whole number from 1" + " to 999999."),
        ofEventFeature(
            "f: {type: double, default: 1, aggregate: count(order.placed) over 5m}",
            "feature v.f has the type double, but what it computes has the type int64."),
        ofEventFeature(
            "f: {type: int64, default: 1, aggregate: last(order.placed) over 5m}",
            "feature v.f has the type int64, but what it computes has the type double."),
        ofEventFeature(
            "f: {type: int32, default: 1, aggregate: sum(order.placed.itemsTotal) over" + " 5m}",
            "feature v.f has the type int32, but what it computes has the type double or"
                + " int64."),
        ofLoadedFeature(
            "f: {type: int64, default: 1, expression: '1'}",
            "feature v.f has the type" + " int64, but what it computes has the type double."),
        ofLoadedFeature(
            "f: {type: double, default: 1, expression: '1', parent: v.g}",
            "feature v.f has a parent, but only features that are loaded or aggregated can ask one;"
                + " remove it."),
        ofLoadedFeature(
            "f: {type: double, default: 1, parent: g}",
            "the parent of feature v.f is" + " 'g', expected the form view.feature."),
        new Refusal(
            "views:\n  r:\n    entity: request\n    kind: request\n    features:\n"
                + "      f: {type: double, default: 1}",
            "c.yaml:6: feature r.f does not say where it comes from; in a view of kind request"
                + " write 'from: request' or an expression."),
        new Refusal(
            "views:\n  r:\n    entity: request\n    kind: request\n    features:\n"
                + "      f: {type: double, default: 1, from: request, max-age: 5m}",
            "c.yaml:6: feature r.f has a max-age, but the values of a request do not age; remove"
                + " it."),
        new Refusal(
            "views:\n  r:\n    entity: request\n    kind: request\n    features:\n"
                + "      f: {type: double, default: 1, from: request, parent: r.g}",
            "c.yaml:6: feature r.f has a parent, but only features that are loaded or aggregated can"
                + " ask one; remove it."));
  }
}
