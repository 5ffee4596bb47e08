package dev.nightshift.core.screen;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tree.TreeView;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The screen that asks no model. It refuses only what is certain: a text all of whose words name
 * nothing ("make it better"), a file or symbol that is to be fixed, removed or renamed and is
 * nowhere in the tree, and a text of more than {@value #MOST_CHARS} characters. What it merely
 * doubts it accepts, and {@link ModelScreen} tells its model.
 *
 * <p>Words are those of English; a task in another language, or with a criterion that a command
 * proves, is never said to name nothing. Code blocks, quoted lines and addresses are not looked at
 * for names, and what may be new, generated or of a library is not said to be lacking.
 *
 * <p><b>Threads:</b> immutable; one object serves many runs at once. <b>Cost:</b> a listing of the
 * tree and at most 20 searches; no call.
 */
public final class TaskChecks implements TaskScreen {
  /** The most characters that title, instructions and criteria may have together. */
  public static final int MOST_CHARS = 100_000;

  /** How a screening says that no model was asked. */
  static final String CERTAIN = "found without a model";

  private static final int MANY_CRITERIA = 30;
  private static final int MOST_NAMED = 10;
  private static final TemplateFile WORDS = TemplateFile.of(TaskChecks.class, "task-checks.md");
  private static final Template NOT_THERE = WORDS.template("not-there", "name");
  private static final Template TOO_LONG = WORDS.template("too-long", "chars", "most");
  private static final String NAMES_NOTHING = WORDS.text("names-nothing");
  private static final String NO_CRITERIA = WORDS.text("no-criteria");
  private static final Template MANY = WORDS.template("many-criteria", "count");
  private static final Template UNKNOWN = WORDS.template("unknown-names", "names");
  private static final Set<String> VAGUE = vagueWords();
  private static final TaskChecks STANDARD = new TaskChecks();

  private TaskChecks() {}

  /**
   * Returns the checks.
   *
   * @return the one object there is
   */
  public static TaskChecks standard() {
    return STANDARD;
  }

  @Override
  public Screening screen(ScreenRequest request) {
    Found found = find(request.task(), request.files());
    return found.isCertain()
        ? Screening.unclear(found.questions(), CERTAIN)
        : Screening.accepted(String.join(" ", found.doubts()));
  }

  @Override
  public String name() {
    return "checks";
  }

  /**
   * What was found.
   *
   * @param questions what has to be answered first, as it is certain; at most {@value
   *     Screening#MOST_QUESTIONS}
   * @param doubts what somebody who can read should look at; sentences
   */
  record Found(List<String> questions, List<String> doubts) {
    boolean isCertain() {
      return !questions.isEmpty();
    }
  }

  /** Looks at a task, whose names are in visible characters in what is found. */
  static Found find(Task task, TreeView files) {
    TaskText text = new TaskText(task);
    if (text.length() > MOST_CHARS) {
      return new Found(List.of(TOO_LONG.fill(text.length(), MOST_CHARS)), List.of());
    }
    BaseTree tree = new BaseTree(files);
    List<String> questions = new ArrayList<>();
    if (namesNothing(text, tree)) {
      questions.add(NAMES_NOTHING);
    }
    List<String> missing = new PresupposedNames(text, tree).missing();
    missing.forEach(name -> questions.add(NOT_THERE.fill(VisibleText.name(name))));
    return new Found(
        questions.stream().limit(Screening.MOST_QUESTIONS).toList(), doubts(text, tree));
  }

  private static List<String> doubts(TaskText text, BaseTree tree) {
    List<String> doubts = new ArrayList<>();
    if (!text.hasCriteria()) {
      doubts.add(NO_CRITERIA);
    }
    if (text.criteria() > MANY_CRITERIA) {
      doubts.add(MANY.fill(text.criteria()));
    }
    List<String> lacking = WrittenNames.notIn(tree, text.prose());
    if (!lacking.isEmpty()) {
      doubts.add(
          UNKNOWN.fill(
              lacking.stream()
                  .limit(MOST_NAMED)
                  .map(VisibleText::name)
                  .collect(Collectors.joining(", "))));
    }
    return doubts;
  }

  /** A digit, a mark of code or one word with a meaning of its own names something. */
  private static boolean namesNothing(TaskText text, BaseTree tree) {
    String whole = text.whole();
    if (text.hasProof()
        || whole.chars().anyMatch(c -> Character.isDigit(c) || "`/_#".indexOf(c) >= 0)) {
      return false;
    }
    return VAGUE.containsAll(TaskText.words(whole))
        && TaskText.capitalised(whole).stream().noneMatch(tree::hasStem);
  }

  private static Set<String> vagueWords() {
    try (InputStream in = TaskChecks.class.getResourceAsStream("vague-words.txt")) {
      if (in == null) {
        throw new IllegalStateException("there is no vague-words.txt beside TaskChecks");
      }
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .flatMap(line -> List.of(line.strip().split(" +")).stream())
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException failed) {
      throw new UncheckedIOException("cannot read vague-words.txt", failed);
    }
  }
}
