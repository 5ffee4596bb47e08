package dev.nightshift.core.routing;

import dev.nightshift.core.base.Require;
import dev.nightshift.core.model.AgentRole;
import dev.nightshift.core.model.ModelId;
import dev.nightshift.core.task.Risk;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.task.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A router that is a table of role, kind of task and risk. The first row that fits is taken; a role
 * for which none does gets the model it asks for.
 *
 * <pre>{@code
 * RoutingTable.builder()
 *     .row(IMPLEMENTER, Risk.HIGH, "anthropic:claude-opus-5-5")
 *     .row(IMPLEMENTER, TaskKind.DOCUMENTATION, "anthropic:claude-haiku-5-5")
 *     .row(IMPLEMENTER, "anthropic:claude-haiku-5-5", "anthropic:claude-opus-5-5")
 *     .build();
 * }</pre>
 *
 * <p>{@link #toString} prints it. <b>Threads:</b> immutable.
 */
public final class RoutingTable implements ModelRouter {
  private static final String ANY = "any";
  private final List<Row> rows;

  private RoutingTable(List<Row> rows) {
    this.rows = rows;
  }

  /**
   * Starts a table.
   *
   * @return a builder without rows, not safe for concurrent use
   */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public ModelLadder route(ModelId requested, AgentRole role, Task task) {
    Require.nonNull(requested, "requested");
    Require.nonNull(role, "role");
    Require.nonNull(task, "task");
    for (Row row : rows) {
      if (row.fits(role, task)) {
        return row.ladder();
      }
    }
    return ModelLadder.of(requested);
  }

  /** Returns the table: a line with the names of the columns, then one for each row. */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("role", "kind", "risk", "models"));
    rows.forEach(row -> lines.add(row.cells()));
    int[] widths = new int[lines.get(0).size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    return lines.stream().map(line -> line(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      line.append(cells.get(column))
          .append(" ".repeat(widths[column] - cells.get(column).length()));
      line.append("  ");
    }
    return line.toString().stripTrailing();
  }

  private record Row(
      AgentRole role, @Nullable TaskKind kind, @Nullable Risk risk, ModelLadder ladder) {
    boolean fits(AgentRole asking, Task task) {
      return role.equals(asking)
          && (kind == null || kind.equals(task.kind()))
          && (risk == null || risk == task.risk());
    }

    /** Tells whether whatever fits another row fits this one too. */
    boolean covers(Row other) {
      return role.equals(other.role)
          && (kind == null || kind.equals(other.kind))
          && (risk == null || risk == other.risk);
    }

    List<String> cells() {
      return List.of(
          role.name(),
          kind == null ? ANY : kind.name(),
          risk == null ? ANY : word(risk),
          ladder.toString());
    }

    private static String word(Risk risk) {
      return risk.name().toLowerCase(Locale.ROOT);
    }
  }

  /** Collects the rows of a table, in their order. Not safe for concurrent use. */
  public static final class Builder {
    private final List<Row> rows = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a row for a role, whatever the task.
     *
     * @param role who is served
     * @param models {@code provider:model}, the lowest rung first, at least one
     * @return this builder
     * @throws IllegalArgumentException if there is no model, one is malformed or named twice, or a
     *     row before takes all that fits this one
     */
    public Builder row(AgentRole role, String... models) {
      return add(role, null, null, models);
    }

    /**
     * Adds a row for tasks of one kind.
     *
     * @param role who is served
     * @param kind the kind of the task
     * @param models {@code provider:model}, the lowest rung first, at least one
     * @return this builder
     * @throws IllegalArgumentException as {@link #row(AgentRole, String...)} does
     */
    public Builder row(AgentRole role, TaskKind kind, String... models) {
      return add(role, Require.nonNull(kind, "kind"), null, models);
    }

    /**
     * Adds a row for tasks of one risk.
     *
     * @param role who is served
     * @param risk the risk of the task
     * @param models {@code provider:model}, the lowest rung first, at least one
     * @return this builder
     * @throws IllegalArgumentException as {@link #row(AgentRole, String...)} does
     */
    public Builder row(AgentRole role, Risk risk, String... models) {
      return add(role, null, Require.nonNull(risk, "risk"), models);
    }

    /**
     * Adds a row for tasks of one kind and one risk.
     *
     * @param role who is served
     * @param kind the kind of the task
     * @param risk the risk of the task
     * @param models {@code provider:model}, the lowest rung first, at least one
     * @return this builder
     * @throws IllegalArgumentException as {@link #row(AgentRole, String...)} does
     */
    public Builder row(AgentRole role, TaskKind kind, Risk risk, String... models) {
      return add(role, Require.nonNull(kind, "kind"), Require.nonNull(risk, "risk"), models);
    }

    private Builder add(
        AgentRole role, @Nullable TaskKind kind, @Nullable Risk risk, String... models) {
      Require.nonNull(role, "role");
      Require.elements(models, "models");
      List<ModelId> rungs = Stream.of(models).map(ModelId::parse).toList();
      Row row = new Row(role, kind, risk, new ModelLadder(rungs, ""));
      String shown = String.join(", ", row.cells().subList(0, 3));
      String number = "row " + (rows.size() + 1);
      rows.stream()
          .filter(before -> before.covers(row))
          .findFirst()
          .ifPresent(
              before -> {
                throw new IllegalArgumentException(
                    number
                        + " ("
                        + shown
                        + ") can never be reached, because row "
                        + (rows.indexOf(before) + 1)
                        + " ("
                        + String.join(", ", before.cells().subList(0, 3))
                        + ") takes all that fits it; put the more special row first");
              });
      String why = number + " of the routing table (" + shown + ")";
      rows.add(new Row(role, kind, risk, row.ladder().because(why)));
      return this;
    }

    /**
     * Makes the table.
     *
     * @return an immutable table; one without rows changes nothing
     */
    public RoutingTable build() {
      return new RoutingTable(List.copyOf(rows));
    }
  }
}
