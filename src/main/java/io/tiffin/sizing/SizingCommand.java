package io.tiffin.sizing;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tiffin.sizing.InvalidSizingException.Fault;
import io.tiffin.sizing.SizingReport.RankedStores;
import io.tiffin.sizing.SizingReport.ViewSizing;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The command that sizes stores. */
public final class SizingCommand {

  private static final String JSON = "--json";
  private static final String HELP = "--help";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  private final StoreSizing sizing;
  private final PrintStream out;
  private final PrintStream errors;

  /**
   * A command that writes as UTF-8.
   *
   * @param out takes the ranking
   * @param errors takes refusals
   */
  public SizingCommand(StoreSizing sizing, PrintStream out, PrintStream errors) {
    this.sizing = sizing;
    this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
    this.errors = new PrintStream(errors, true, StandardCharsets.UTF_8);
  }

  /**
   * Sizes as the arguments say.
   *
   * @return the process's status: 0, or 2 if what was given cannot be used, which is said with its
   *     option
   */
  public int execute(List<String> arguments) {
    List<String> faults = new ArrayList<>();
    Map<SizingField, String> given = fields(arguments, faults);
    if (arguments.contains(HELP)) {
      out.print(usage());
      return 0;
    }
    try {
      SizingQuestion question = SizingQuestion.read(given);
      if (faults.isEmpty()) {
        print(sizing.report(question), arguments.contains(JSON));
        return 0;
      }
    } catch (InvalidSizingException refused) {
      for (Fault fault : refused.faults()) {
        faults.add(fault.field().option() + ": " + fault.message());
      }
    }
    faults.forEach(errors::println);
    errors.println();
    errors.print(usage());
    return 2;
  }

  private static Map<SizingField, String> fields(List<String> arguments, List<String> faults) {
    Map<SizingField, String> given = new EnumMap<>(SizingField.class);
    for (int at = 0; at < arguments.size(); at++) {
      String option = arguments.get(at);
      if (option.equals(JSON) || option.equals(HELP)) {
        continue;
      }
      SizingField field = field(option);
      if (field == null) {
        faults.add("'" + option + "' is not an option");
      } else if (at + 1 == arguments.size() || arguments.get(at + 1).startsWith("--")) {
        faults.add(option + ": needs a value");
      } else if (given.put(field, arguments.get(++at)) != null) {
        faults.add(option + ": is given twice");
      }
    }
    return given;
  }

  private static @Nullable SizingField field(String option) {
    for (SizingField field : SizingField.values()) {
      if (field.option().equals(option)) {
        return field;
      }
    }
    return null;
  }

  private void print(SizingReport report, boolean asJson) {
    if (asJson) {
      out.println(MAPPER.writeValueAsString(report));
      return;
    }
    out.printf(
        "List prices as known on %s in %s; check them before you buy.%n",
        report.pricesAsOf(), report.currency());
    report.views().forEach(this::print);
  }

  private void print(ViewSizing view) {
    SizingReport.Asked asked = view.asked();
    out.printf(
        "%n%s: %s rows of %s bytes, %s reads/s, %s changes/s, %s clients, within %s ms%n%n",
        view.view(),
        Amount.text(asked.rows()),
        Amount.text(asked.bytesPerRow()),
        Amount.text(asked.readsPerSecond()),
        Amount.text(asked.changesPerSecond()),
        Amount.text(asked.clients()),
        Amount.text(asked.latencyMillis()));
    out.println(row("rank", "a month", "p99, ms", "cloud", "tiers"));
    for (RankedStores stores : view.ranking()) {
      print(stores);
    }
    for (SizingReport.RefusedStores refused : view.refused()) {
      out.println(
          row("–", "refused", "", refused.cloud(), String.join(" → ", refused.tiers()))
              + System.lineSeparator()
              + "          "
              + refused.reason());
    }
  }

  private void print(RankedStores stores) {
    String marks =
        (stores.overBudget() ? "  OVER BUDGET" : "") + (stores.meetsLatency() ? "" : "  TOO SLOW");
    out.println(
        row(
                String.valueOf(stores.rank()),
                money(stores.monthlyCost()),
                Amount.text(stores.readP99Millis()),
                stores.cloud(),
                String.join(" → ", stores.tiers()))
            + marks);
    for (StorePart part : stores.parts()) {
      out.printf(
          "          %s: %s × %s = %s%n            %s%n",
          part.product(),
          Amount.text(part.units()),
          part.unit(),
          money(part.monthlyCost()),
          part.why());
    }
    stores.notes().forEach(note -> out.printf("          note: %s%n", note));
  }

  private static String money(double cost) {
    return String.format(Locale.ROOT, "%,.2f", cost);
  }

  private static String row(String rank, String cost, String p99, String cloud, String tiers) {
    return String.format(Locale.ROOT, "%5s %14s %9s  %-7s %s", rank, cost, p99, cloud, tiers);
  }

  private static String usage() {
    StringBuilder usage =
        new StringBuilder(
            "Ranks combinations of stores for views by what they cost a month.\n\n  sizing [options]\n\n");
    for (SizingField field : SizingField.values()) {
      usage.append(String.format(Locale.ROOT, "  %-24s %s%n", field.option(), field.meaning()));
    }
    usage.append(
        String.format(
            Locale.ROOT, "  %-24s %s%n", JSON, "prints JSON, as GET /v1/sizing answers it"));
    return usage.append(String.format(Locale.ROOT, "  %-24s %s%n", HELP, "prints this")).toString();
  }
}
