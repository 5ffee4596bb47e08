package dev.nightshift.models.internal;

import dev.nightshift.core.model.ModelId;
import java.util.Map;

/**
 * The exact rules that lead from the names of Anthropic's models to one canonical name. Nothing is
 * guessed: a name no rule covers stays as it is.
 */
public final class ClaudeNames {
  private static final String LONG_CONTEXT = "[1m]";
  private static final String LATEST = "-latest";
  private static final Map<String, String> ALIASES =
      Map.of(
          "claude-opus-4-0", "claude-opus-4",
          "claude-sonnet-4-0", "claude-sonnet-4",
          "claude-4-opus", "claude-opus-4",
          "claude-4-sonnet", "claude-sonnet-4");

  private ClaudeNames() {}

  /** Returns the canonical name: without provider prefix, context mark and snapshot date. */
  public static String canonical(String model) {
    String bare = undated(onTheWire(unmarked(model)));
    return ALIASES.getOrDefault(bare, bare);
  }

  private static String undated(String model) {
    if (model.endsWith(LATEST)) {
      return model.substring(0, model.length() - LATEST.length());
    }
    int date = model.length() - "-20260131".length();
    boolean isDated =
        model.startsWith("-20", date)
            && model.chars().skip(date + 1L).allMatch(sign -> sign >= '0' && sign <= '9');
    return isDated ? model.substring(0, date) : model;
  }

  /** Returns the canonical name of a model if it is one of Claude's, else the same. */
  public static ModelId canonical(ModelId model) {
    String canonical = canonical(model.model());
    return canonical.startsWith("claude-") ? new ModelId(model.provider(), canonical) : model;
  }

  /** Tells whether a name ends in the mark with which other programs ask for a long context. */
  public static boolean asksForLongContext(String model) {
    return model.endsWith(LONG_CONTEXT);
  }

  /** Returns the name without the mark for a long context. */
  public static String unmarked(String model) {
    return asksForLongContext(model)
        ? model.substring(0, model.length() - LONG_CONTEXT.length())
        : model;
  }

  /** Returns the name as the API takes it: without the provider's prefix. */
  public static String onTheWire(String model) {
    return model.startsWith("anthropic/") ? model.substring("anthropic/".length()) : model;
  }
}
