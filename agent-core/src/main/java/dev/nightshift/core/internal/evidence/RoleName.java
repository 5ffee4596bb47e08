package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.agent.Implementer;
import dev.nightshift.core.agent.Reviewer;
import dev.nightshift.core.gate.MergeGate;
import dev.nightshift.core.screen.TaskScreen;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a role of the host is called, also where its own {@code name()} fails or gives none. */
public final class RoleName {
  private RoleName() {}

  public static String ofImplementer(Implementer implementer) {
    return given(implementer::name, "an implementer without a name");
  }

  public static String of(Reviewer reviewer) {
    return given(reviewer::name, "a reviewer without a name");
  }

  public static String of(MergeGate gate) {
    return given(gate::name, "a gate without a name");
  }

  public static String ofScreen(TaskScreen screen) {
    return given(screen::name, "a screen without a name");
  }

  private static String given(Supplier<@Nullable String> name, String otherwise) {
    try {
      String given = name.get();
      return given == null ? otherwise : given;
    } catch (RuntimeException | Error nameless) {
      return otherwise;
    }
  }
}
