package dev.nightshift.core.gate;

import dev.nightshift.core.internal.diff.NewSide;
import dev.nightshift.core.internal.integrity.BroughtThings;
import dev.nightshift.core.internal.redact.Redaction;
import dev.nightshift.core.internal.redact.SecretScan;
import dev.nightshift.core.internal.text.BoundedText;
import dev.nightshift.core.merge.MergeCandidate;
import dev.nightshift.core.tree.PatchFile;
import dev.nightshift.core.tree.PathGlob;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Refuses a change that adds a secret; its words never hold the secret itself. */
record SecretsGate(List<String> exceptPaths) implements MergeGate {
  private static final int MAX_LISTED = 20;
  private static final int MAX_PATH_CHARS = 150;
  private static final Redaction REDACTION = Redaction.of(List.of());

  SecretsGate {
    exceptPaths = List.copyOf(exceptPaths);
  }

  @Override
  public GateResult evaluate(MergeCandidate candidate, GateContext context) {
    long start = context.time().nanoTime();
    PatchFile patch = context.change().patchFile();
    List<String> found = patch.isWhole() ? found(patch) : List.of();
    return GateResult.builder(name(), patch.isWhole() && found.isEmpty(), detail(patch, found))
        .notes(notes(context))
        .duration(Duration.ofNanos(context.time().nanoTime() - start))
        .build();
  }

  @Override
  public String name() {
    return "secret scan";
  }

  /** What else a human wants to know of before it is on the target. */
  private static List<GateNote> notes(GateContext context) {
    return BroughtThings.of(context.change().files(), context.targetFiles(), context.files())
        .stream()
        .map(one -> new GateNote(one.title(), REDACTION.text(one.text()), false))
        .toList();
  }

  /** One line for each place, also if several secrets are on it. */
  private List<String> found(PatchFile patch) {
    List<PathGlob> excepted = exceptPaths.stream().map(PathGlob::of).toList();
    Set<String> places = new LinkedHashSet<>();
    for (NewSide.Hunk hunk : NewSide.of(patch.bytes())) {
      if (excepted.stream().noneMatch(glob -> glob.matches(hunk.path()))) {
        places.addAll(found(hunk));
      }
    }
    return List.copyOf(places);
  }

  /** What stands around an added line can be what makes a secret of it, so all of it is read. */
  private static List<String> found(NewSide.Hunk hunk) {
    List<NewSide.Line> lines = hunk.lines();
    String text = lines.stream().map(NewSide.Line::text).collect(Collectors.joining());
    List<String> places = new ArrayList<>();
    int line = 0;
    int lineEnd = lines.isEmpty() ? 0 : lines.get(0).text().length();
    boolean isInKey = false;
    for (SecretScan.Secret secret : SecretScan.of(text)) {
      while (secret.from() >= lineEnd) {
        lineEnd += lines.get(++line).text().length();
      }
      String value = text.substring(secret.from(), secret.to());
      boolean isNew =
          lines.get(line).isAdded() && hunk.removed().stream().noneMatch(r -> r.contains(value));
      boolean isKeyLine = secret.kind() == SecretScan.Kind.PRIVATE_KEY;
      if (isNew && !(isKeyLine && isInKey)) {
        places.add(
            BoundedText.oneLine(REDACTION.text(hunk.path()), MAX_PATH_CHARS)
                + ":"
                + (hunk.firstLine() + line)
                + " "
                + secret.kind().text());
      }
      isInKey = isNew && isKeyLine;
    }
    return places;
  }

  private String detail(PatchFile patch, List<String> found) {
    if (!patch.isWhole()) {
      return "the change is larger than "
          + PatchFile.MAX_BYTES / 1_000_000
          + " MB, too large to be searched for secrets; make a smaller one";
    }
    String except = exceptPaths.isEmpty() ? "" : " (not looked at: " + paths() + ")";
    if (found.isEmpty()) {
      return "no added line holds what looks like a secret" + except;
    }
    String more = found.size() > MAX_LISTED ? ", and " + (found.size() - MAX_LISTED) + " more" : "";
    return "what looks like a secret is added at "
        + found.stream().limit(MAX_LISTED).collect(Collectors.joining(", "))
        + more
        + "; take it out, and read it from the environment or a store of secrets instead; a value"
        + " that is made up says so by the word EXAMPLE in it"
        + except;
  }

  private String paths() {
    return exceptPaths.stream()
        .map(path -> BoundedText.oneLine(path, MAX_PATH_CHARS))
        .collect(Collectors.joining(", "));
  }
}
