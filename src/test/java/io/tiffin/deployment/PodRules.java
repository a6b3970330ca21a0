package io.tiffin.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What every pod of the service must be, however it is deployed. */
final class PodRules {

  private PodRules() {}

  /** Fails where pods of a workload may do more than they need, or are not looked after. */
  static void check(Rendered workload) {
    Rendered pod = workload.pod();
    Rendered container = checkRestricted(pod);
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(container.at(probe, "httpGet", "path")).as(probe).isNotNull();
    }
    int grace = Integer.parseInt(pod.text("terminationGracePeriodSeconds"));
    assertThat(grace).isGreaterThanOrEqualTo(10 + 30);
  }

  /**
   * Fails where a pod may do more than it needs.
   *
   * @return its first container
   */
  static Rendered checkRestricted(Rendered pod) {
    assertThat(pod.at("automountServiceAccountToken")).isEqualTo(false);
    assertThat(pod.at("securityContext", "runAsNonRoot")).isEqualTo(true);
    assertThat(pod.text("securityContext", "seccompProfile", "type")).isEqualTo("RuntimeDefault");
    Rendered container =
        new Rendered(Map.copyOf((Map<?, ?>) Objects.requireNonNull(pod.at("containers", "0"))));
    assertThat(container.at("securityContext", "allowPrivilegeEscalation")).isEqualTo(false);
    assertThat(container.at("securityContext", "readOnlyRootFilesystem")).isEqualTo(true);
    assertThat(container.at("securityContext", "capabilities", "drop")).isEqualTo(List.of("ALL"));
    assertThat(container.at("resources", "limits", "memory")).isNotNull();
    assertThat(container.at("resources", "requests", "cpu")).isNotNull();
    return container;
  }

  /** Fails where a policy lets anything in or out that no rule names. */
  static void checkTraffic(List<Rendered> objects) {
    List<Rendered> policies =
        objects.stream().filter(object -> object.kind().equals("NetworkPolicy")).toList();
    assertThat(policies).isNotEmpty();
    policies.forEach(PodRules::checkPolicy);
  }

  private static void checkPolicy(Rendered policy) {
    assertThat(policy.at("spec", "policyTypes")).isEqualTo(List.of("Ingress", "Egress"));
    assertThat((List<?>) policy.at("spec", "egress"))
        .allMatch(rule -> rule.toString().contains("port"));
  }
}
