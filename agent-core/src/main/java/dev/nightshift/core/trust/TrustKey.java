package dev.nightshift.core.trust;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.TaskKind;
import java.util.Locale;

/**
 * What trust is earned for: one kind of task at one risk, by one pair of models. The project is
 * that of the {@link TrustLedger}.
 *
 * @param kind the kind of task
 * @param risk the risk that the task was given
 * @param implementer the models that wrote, as {@code provider:model}, joined by {@code +} in order
 *     of first use; empty if none did
 * @param reviewer the models that reviewed, likewise
 */
public record TrustKey(
    String project, TaskKind kind, Risk risk, String implementer, String reviewer) {
  /** Refuses nulls and a project without a name. */
  public TrustKey {
    Require.nonNull(project, "project");
    if (project.isBlank()) {
      throw new IllegalArgumentException("project must not be blank; name what runs land on");
    }
    Require.nonNull(kind, "kind");
    Require.nonNull(risk, "risk");
    Require.nonNull(implementer, "implementer");
    Require.nonNull(reviewer, "reviewer");
  }

  /**
   * Returns this key for people.
   *
   * @return one line, for example {@code documentation (low risk) by a:x, reviewed by b:y}
   */
  @Override
  public String toString() {
    return "%s (%s risk) by %s, reviewed by %s"
        .formatted(kind, risk.name().toLowerCase(Locale.ROOT), of(implementer), of(reviewer));
  }

  /** Adds its members to an object. */
  JsonValue addTo(JsonValue json) {
    return json.with("project", project)
        .with("kind", kind.name())
        .with("risk", risk.name().toLowerCase(Locale.ROOT))
        .with("implementer", implementer)
        .with("reviewer", reviewer);
  }

  /** Reads the members that {@link #addTo} adds. */
  static TrustKey read(JsonValue json) {
    return new TrustKey(
        json.required("project").text(),
        new TaskKind(json.required("kind").text()),
        Risk.valueOf(json.required("risk").text().toUpperCase(Locale.ROOT)),
        json.required("implementer").text(),
        json.required("reviewer").text());
  }

  private static String of(String models) {
    return models.isEmpty() ? "no model" : models;
  }
}
