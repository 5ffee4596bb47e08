package dev.nightshift.examples.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One call of a tool, as a scripted model makes it.
 *
 * @param tool the name of the tool
 * @param arguments its arguments by name; texts, numbers, booleans, lists and maps
 */
public record ToolCall(String tool, Map<String, Object> arguments) {
  /**
   * Reads a file.
   *
   * @param path relative to the repository root
   * @return the call
   */
  public static ToolCall read(String path) {
    return new ToolCall("read_file", Map.of("path", path));
  }

  /**
   * Searches the tree.
   *
   * @param pattern a regular expression
   * @return the call
   */
  public static ToolCall search(String pattern) {
    return new ToolCall("search", Map.of("pattern", pattern));
  }

  /**
   * Replaces one text in a file.
   *
   * @param path relative to the repository root
   * @param oldText occurs exactly once
   * @param newText what stands there afterwards
   * @return the call
   */
  public static ToolCall edit(String path, String oldText, String newText) {
    return new ToolCall(
        "edit_file", fields("path", path, "old_text", oldText, "new_text", newText));
  }

  /**
   * Creates or replaces a file.
   *
   * @param path relative to the repository root
   * @param content the whole content
   * @return the call
   */
  public static ToolCall write(String path, String content) {
    return new ToolCall("write_file", fields("path", path, "content", content));
  }

  /**
   * Deletes a file.
   *
   * @param path relative to the repository root
   * @return the call
   */
  public static ToolCall delete(String path) {
    return new ToolCall("delete_file", Map.of("path", path));
  }

  /**
   * Runs a shell command.
   *
   * @param command one line
   * @return the call
   */
  public static ToolCall run(String command) {
    return new ToolCall("run_command", Map.of("command", command));
  }

  /**
   * Notes a decision for the report.
   *
   * @param title what was decided
   * @param choice the choice
   * @param why the reason
   * @return the call
   */
  public static ToolCall decide(String title, String choice, String why) {
    return new ToolCall("record_decision", fields("title", title, "choice", choice, "why", why));
  }

  /**
   * Ends the implementer's round.
   *
   * @param summary what was done
   * @return the call
   */
  public static ToolCall finish(String summary) {
    return new ToolCall("finish", Map.of("summary", summary));
  }

  /**
   * Requests one change as reviewer.
   *
   * @param request with {@code path, line, category, problem, required_change, how_to_verify}
   * @param criteria how many criteria the task has; none of them is called met
   * @return the call
   */
  public static ToolCall requestChange(Map<String, Object> request, int criteria) {
    Map<String, Object> arguments = fields("verdict", "request_changes");
    arguments.put("request", request);
    arguments.put("findings", List.of());
    arguments.put("criteria", verdicts(criteria, false, "see the request"));
    return new ToolCall("submit_review", arguments);
  }

  /**
   * Approves as reviewer.
   *
   * @param criteria how many criteria the task has; all of them are called met
   * @param why the reason given for each
   * @param closes the ids of all requests the reviewer has made, such as {@code R1}
   * @return the call
   */
  public static ToolCall approve(int criteria, String why, String... closes) {
    Map<String, Object> arguments = fields("verdict", "approve");
    arguments.put("closes", List.of(closes));
    arguments.put("findings", List.of());
    arguments.put("criteria", verdicts(criteria, true, why));
    return new ToolCall("submit_review", arguments);
  }

  private static List<Map<String, Object>> verdicts(int count, boolean met, String why) {
    List<Map<String, Object>> verdicts = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      Map<String, Object> verdict = new LinkedHashMap<>();
      verdict.put("index", index);
      verdict.put("met", met);
      verdict.put("why", why);
      verdicts.add(verdict);
    }
    return verdicts;
  }

  private static Map<String, Object> fields(String... namesAndTexts) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i + 1 < namesAndTexts.length; i += 2) {
      fields.put(namesAndTexts[i], namesAndTexts[i + 1]);
    }
    return fields;
  }
}
