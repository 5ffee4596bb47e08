package dev.nightshift.examples.cli;

import dev.nightshift.core.budget.Money;
import dev.nightshift.core.budget.RoleSpend;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.run.RecordedRun;
import dev.nightshift.core.task.Task;
import dev.nightshift.report.HtmlReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** All that the records of one run tell, as lines. */
final class RunDetails {
  private static final int LAST_STEPS = 12;
  private static final Pattern STEP = Pattern.compile("\\{\"v\":1,\"step\":\"([^\"]*)\"");
  private final RecordedRun run;
  private final List<String> records;
  private final Path report;

  /**
   * The details of a run.
   *
   * @param records its records, those before the damage if there is any
   * @param report where its report would be
   */
  RunDetails(RecordedRun run, List<String> records, Path report) {
    this.run = run;
    this.records = records;
    this.report = report;
  }

  List<String> lines() {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("run", run.id().value());
    rows.put("state", RunTable.state(run));
    RecordedRun.Origin origin = run.origin();
    if (origin != null) {
      Task task = origin.task();
      rows.put("task", task.title());
      rows.put("key", task.dispatchKey());
      rows.put("dispatched", origin.at().toString());
      rows.put("pipeline", origin.pipeline());
      rows.put("branch", run.progress().branch());
      rows.put("active", RunTable.elapsed(run.progress().active()));
      rows.put("spent", spent());
    }
    rows.put("detail", run.end().detail());
    rows.put("link", run.end().link() == null ? "" : run.end().link().toString());
    rows.put("next", NextCommand.ofShown(run));
    rows.put("report", Files.exists(report.resolve("report.md")) ? report + "/report.md" : "");
    rows.put("page", Files.exists(report.resolve(HtmlReport.FILE)) ? report + "/report.html" : "");
    rows.put("records", records.size() + "; the last steps: " + String.join(", ", lastSteps()));
    List<String> lines = new ArrayList<>();
    rows.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            lines.add(String.format(Locale.ROOT, "%-12s %s", name, PrintableText.of(value)));
          }
        });
    return lines;
  }

  private String spent() {
    StringBuilder text = new StringBuilder(run.progress().spend().spent().cost().toDisplay());
    run.progress().spend().byRole().entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().name()))
        .forEach(entry -> text.append(bill(entry)));
    if (run.progress().spend().unresolved().nanos() > 0) {
      text.append("; ")
          .append(run.progress().spend().unresolved().toDisplay())
          .append(" of it is a bound, because nobody knows what the calls cost");
    }
    Money reserved = run.progress().spend().reserved();
    if (reserved.nanos() > 0) {
      text.append("; ").append(reserved.toDisplay()).append(" more is set aside for open calls");
    }
    return text.toString();
  }

  private static String bill(Map.Entry<AgentRole, RoleSpend> role) {
    return "; "
        + role.getKey().name()
        + " "
        + role.getValue().cost().toDisplay()
        + " in "
        + role.getValue().calls()
        + " calls";
  }

  private List<String> lastSteps() {
    List<String> steps = new ArrayList<>();
    for (String record : records) {
      Matcher step = STEP.matcher(record);
      if (step.lookingAt()) {
        steps.add(step.group(1));
      }
    }
    return steps.subList(Math.max(0, steps.size() - LAST_STEPS), steps.size());
  }
}
