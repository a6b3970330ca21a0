package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bulk predictions by the chart: a Job, or a CronJob, that nothing takes for a pod that serves. */
class BulkChartTests {

  private static final Path VALUES = Chart.example("bulk");
  private static final String SCHEDULE = "15 3 * * 1-5";
  private static final Map<String, Object> SCHEDULED = Map.of("bulk.schedule", SCHEDULE);

  private final List<Rendered> objects = Chart.render(VALUES);

  private static Rendered only(List<Rendered> objects, String kind) {
    List<Rendered> found = objects.stream().filter(object -> object.kind().equals(kind)).toList();
    assertThat(found).as(kind).hasSize(1);
    return found.getFirst();
  }

  private static Rendered part(Rendered object, String... path) {
    return new Rendered((Map<?, ?>) Objects.requireNonNull(object.at(path)));
  }

  private static List<Object> list(Rendered object, String... path) {
    return List.copyOf((List<?>) Objects.requireNonNull(object.at(path)));
  }

  private static Rendered service(List<Rendered> objects) {
    return objects.stream().filter(Rendered::isWorkload).findFirst().orElseThrow();
  }

  @Test
  void thereIsNoneUnlessItIsSwitchedOn() {
    assertThat(Chart.render(null, Map.of()))
        .extracting(Rendered::kind)
        .doesNotContain("Job", "CronJob");
  }

  @Test
  void itsPodIsRestrictedAndLimited() {
    Rendered job = only(objects, "Job");
    PodRules.checkRestricted(job.pod());

    assertThat(job.text("spec", "backoffLimit")).isEqualTo("2");
    assertThat(job.text("spec", "activeDeadlineSeconds")).isEqualTo("3600");
    assertThat(job.text("spec", "ttlSecondsAfterFinished")).isEqualTo("86400");
    assertThat(job.pod().text("restartPolicy")).isEqualTo("Never");
  }

  /** The control: a pod that may write to its image is found. */
  @Test
  void aPodThatMayDoMoreIsFound() {
    Rendered pod = only(objects, "Job").pod();
    Map<Object, Object> container = new HashMap<>(part(pod, "containers", "0").yaml());
    container.put("securityContext", Map.of("allowPrivilegeEscalation", false));
    Map<Object, Object> loose = new HashMap<>(pod.yaml());
    loose.put("containers", List.of(container));

    assertThatThrownBy(() -> PodRules.checkRestricted(new Rendered(loose)))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void itHasTheImageSettingsSecretsAndAccountOfTheService() {
    Rendered job = only(objects, "Job").pod();
    Rendered pod = service(objects).pod();

    for (String same : List.of("serviceAccountName", "securityContext")) {
      assertThat(job.at(same)).as(same).isNotNull().isEqualTo(pod.at(same));
    }
    Rendered container = part(job, "containers", "0");
    for (String same : List.of("image", "securityContext", "env", "resources")) {
      assertThat(container.at(same))
          .as(same)
          .isNotNull()
          .isEqualTo(pod.at("containers", "0", same));
    }
    assertThat(container.at("args"))
        .isEqualTo(
            List.of(
                "bulk",
                "/bulk/orders.csv.gz",
                "/bulk/estimates.ndjson.gz",
                "--tiffin.bulk.allowed-refusals=0.01"));
    assertThat(list(container, "volumeMounts"))
        .containsAll(list(pod, "containers", "0", "volumeMounts"));
    assertThat(list(job, "volumes"))
        .containsAll(list(pod, "volumes"))
        .anyMatch(volume -> volume.toString().contains("claimName=orders"));
  }

  @Test
  void modelsAndGpusAreThoseOfTheService() {
    List<Rendered> more =
        Chart.render(
            VALUES,
            Map.of(
                "models.existingClaim", "models",
                "gpu.enabled", true,
                "nodeSelector.pool", "large"));
    Rendered job = only(more, "Job").pod();
    Rendered pod = service(more).pod();

    assertThat(job.at("nodeSelector")).isNotNull().isEqualTo(pod.at("nodeSelector"));
    assertThat(job.at("tolerations")).isNotNull().isEqualTo(pod.at("tolerations"));
    assertThat(job.at("containers", "0", "resources", "limits", "nvidia.com/gpu")).isEqualTo("1");
    assertThat(list(job, "volumes"))
        .anyMatch(volume -> volume.toString().contains("claimName=models"));
  }

  @Test
  void aScheduleMakesTheSameJobAgainAndAgain() {
    List<Rendered> scheduled = Chart.render(VALUES, SCHEDULED);
    Rendered cron = only(scheduled, "CronJob");

    assertThat(scheduled).extracting(Rendered::kind).doesNotContain("Job");
    assertThat(cron.text("spec", "schedule")).isEqualTo(SCHEDULE);
    assertThat(cron.text("spec", "concurrencyPolicy")).isEqualTo("Forbid");
    assertThat(cron.at("spec", "jobTemplate", "spec")).isEqualTo(only(objects, "Job").at("spec"));
    scheduled.forEach(DeclaredFields::check);
    PodRules.checkTraffic(scheduled);
  }

  /** The control is the service's own pod, which all of them select. */
  @Test
  void nothingThatLooksAfterPodsThatServeSelectsItsPod() {
    List<Rendered> more =
        Chart.render(
            Chart.example("aws"),
            Map.of(
                "bulk.enabled", true,
                "bulk.existingClaim", "orders",
                "bulk.orders", "/bulk/orders.ndjson",
                "bulk.estimates", "/bulk/estimates.ndjson"));
    Map<?, ?> labels = labels(only(more, "Job"));
    Map<?, ?> serving = labels(service(more));
    List<Map<?, ?>> selectors =
        more.stream().flatMap(BulkChartTests::selectors).<Map<?, ?>>map(map -> map).toList();

    assertThat(selectors)
        .hasSizeGreaterThanOrEqualTo(6)
        .allMatch(selector -> serving.entrySet().containsAll(selector.entrySet()))
        .noneMatch(selector -> labels.entrySet().containsAll(selector.entrySet()));
    assertThat(only(more, "HorizontalPodAutoscaler").text("spec", "scaleTargetRef", "kind"))
        .isEqualTo("Deployment");
  }

  private static Map<?, ?> labels(Rendered workload) {
    return part(workload, "spec", "template", "metadata", "labels").yaml();
  }

  /** Of pods that serve: services, the budget, the workload, its spread and its policy. */
  private static Stream<Map<?, ?>> selectors(Rendered object) {
    return switch (object.kind()) {
      case "Service" -> Stream.of(part(object, "spec", "selector").yaml());
      case "PodDisruptionBudget" ->
          Stream.of(part(object, "spec", "selector", "matchLabels").yaml());
      case "Deployment", "StatefulSet" ->
          Stream.of(
              part(object, "spec", "selector", "matchLabels").yaml(),
              part(object.pod(), "topologySpreadConstraints", "0", "labelSelector", "matchLabels")
                  .yaml());
      case "NetworkPolicy" ->
          object.name().endsWith("-bulk")
              ? Stream.of()
              : Stream.of(part(object, "spec", "podSelector", "matchLabels").yaml());
      default -> Stream.of();
    };
  }

  @Test
  void aPolicyOfItsOwnLetsNothingInAndOutWhatTheServiceReads() {
    Rendered policy = policy("tiffin-bulk");

    assertThat(part(policy, "spec", "podSelector", "matchLabels").yaml().entrySet())
        .allMatch(label -> labels(only(objects, "Job")).entrySet().contains(label));
    assertThat(list(policy, "spec", "policyTypes")).contains("Ingress");
    assertThat(policy.at("spec", "ingress")).isNull();
    assertThat(policy.at("spec", "egress")).isEqualTo(policy("tiffin").at("spec", "egress"));
  }

  private Rendered policy(String name) {
    return objects.stream()
        .filter(object -> object.kind().equals("NetworkPolicy") && object.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whatAnotherTryWouldNotChangeIsNotTriedAgain() {
    assertThat(only(objects, "Job").at("spec", "podFailurePolicy", "rules", "0", "onExitCodes"))
        .isEqualTo(Map.of("containerName", "bulk", "operator", "In", "values", List.of(2, 3, 4)));
  }

  /** What a Job runs cannot be changed. */
  @Test
  void anotherFileOrSettingIsAnotherJob() {
    String name = only(objects, "Job").name();

    assertThat(name).matches("tiffin-bulk-[0-9a-f]{8}");
    assertThat(only(Chart.render(VALUES), "Job").name()).isEqualTo(name);
    for (Map<String, Object> change :
        List.<Map<String, Object>>of(
            Map.of("bulk.orders", "/bulk/orders-of-monday.csv"),
            Map.of("config.tiffin.bulk.tries", 3))) {
      assertThat(only(Chart.render(VALUES, change), "Job").name()).isNotEqualTo(name);
    }
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of("no claim", Map.of("bulk.existingClaim", ""), "the name of a claim"),
        Arguments.of("no orders", Map.of("bulk.orders", ""), "a file to read such as"),
        Arguments.of("no estimates", Map.of("bulk.estimates", ""), "a file to write such as"),
        Arguments.of("orders elsewhere", Map.of("bulk.orders", "/etc/a.csv"), "/bulk/orders"),
        Arguments.of("orders of no kind", Map.of("bulk.orders", "/bulk/a.txt"), "/bulk/orders"),
        Arguments.of("estimates elsewhere", Map.of("bulk.estimates", "/tmp/a"), "/bulk/estimates"),
        Arguments.of("a setting that is none", Map.of("bulk.options[0]", "loud"), "/bulk/options"),
        Arguments.of("no such schedule", Map.of("bulk.schedule", "daily"), "/bulk/schedule"),
        Arguments.of(
            "a name that does not exist", Map.of("bulk.input", "x"), "'input' not allowed"),
        Arguments.of("no time", Map.of("bulk.activeDeadlineSeconds", 0), "minimum: got 0, want 1"),
        Arguments.of(
            "a store that a Job cannot read",
            Map.of("store.tiers", "near-cache,rocksdb", "persistence.enabled", true, "replicas", 1),
            "the rows are in the volume of the pod that serves"),
        Arguments.of(
            "a view that a Job cannot read",
            Map.of("config.tiffin.store.views.restaurant_live.tiers", "rocksdb"),
            "tiers that pods share"),
        Arguments.of(
            "tiers of config that a Job cannot read",
            Map.of("config.tiffin.store.tiers[0]", "rocksdb"),
            "tiers that pods share"));
  }

  /** The controls are the values without that change, which every other test here renders. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void wrongValuesAreRefusedWithTheReason(String what, Map<String, Object> values, String reason) {
    assertThatThrownBy(() -> Chart.render(VALUES, values))
        .as(what)
        .hasMessageContaining("values don't meet the specifications of the schema")
        .hasMessageContaining(reason);
  }

  /** The control of what is refused of them. */
  @Test
  void tiersThatPodsShareMayBeNamedByConfigToo() {
    assertThatCode(() ->
            Chart.render(
                VALUES,
                Map.of(
                    "config.tiffin.store.views.restaurant_live.tiers",
                    "redis",
                    "config.tiffin.store.tiers[0]",
                    "redis")))
        .doesNotThrowAnyException();
  }

  @Test
  void theProfileOfOneMachineIsRefusedToo() {
    Map<String, Object> local =
        Map.of(
            "bulk.enabled", true,
            "bulk.existingClaim", "orders",
            "bulk.orders", "/bulk/orders.ndjson",
            "bulk.estimates", "/bulk/estimates.ndjson");

    assertThatThrownBy(() -> Chart.render(null, local))
        .hasMessageContaining("the rows are in the volume of the pod that serves");
  }
}
