package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.Template;
import dev.nightshift.core.internal.text.TemplateFile;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.task.AcceptanceCriterion;
import dev.nightshift.core.tool.ToolArgumentException;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tree.ChangedFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Turns a submitted review into a {@link Review}, or refuses it with the exact reason. */
final class VerdictReader {
  /** The categories a model is offered; any other word becomes {@link Category#OTHER}. */
  static final List<Category> CATEGORIES =
      List.of(
          Category.REQUIREMENT,
          Category.LOGIC_EDGE_CASE,
          Category.NULL_CHECK,
          Category.TYPE_ERROR,
          Category.CONCURRENCY,
          Category.SECURITY,
          Category.TEST_GAP,
          Category.OTHER);

  private static final TemplateFile WORDS =
      TemplateFile.of(VerdictReader.class, "verdict-reader.md");
  private static final Template OUTSIDE = WORDS.template("outside", "places");
  private static final Template UNRELATED =
      WORDS.template("unrelated", "place", "problem", "required");

  private final Places places;
  private final List<AcceptanceCriterion> criteria;
  private final List<String> open;
  private final String onlyPath;

  VerdictReader(ReviewRequest request) {
    this.places = new Places(request);
    this.criteria = request.task().acceptance();
    this.open = request.openRequests().stream().map(OpenRequest::id).toList();
    List<ChangedFile> changed = request.change().files();
    this.onlyPath = changed.size() == 1 ? changed.get(0).path() : "";
  }

  /**
   * Reads a verdict. A finding outside of the change is sent back where it can be; else it holds
   * nothing back, and a request outside of it is left to a human.
   *
   * @throws ToolArgumentException if it is incomplete or contradicts itself or the trees
   */
  Review read(ToolArguments submitted, boolean mayAskAgain) {
    Review review = read(submitted);
    List<Finding> named = new ArrayList<>(review.findings());
    if (review instanceof Review.ChangesRequested changes) {
      named.add(0, changes.request().finding());
    }
    List<String> outside =
        named.stream().filter(Finding::outside).map(VerdictReader::place).distinct().toList();
    if (mayAskAgain && !outside.isEmpty()) {
      throw new ToolArgumentException(OUTSIDE.fill(String.join(", ", outside)));
    }
    return review instanceof Review.ChangesRequested changes
            && changes.request().finding().outside()
        ? leftToHuman(changes)
        : review;
  }

  private static Review leftToHuman(Review.ChangesRequested changes) {
    List<Finding> findings = new ArrayList<>(changes.findings());
    findings.add(0, changes.request().finding());
    return new Review.Escalated(
        UNRELATED.fill(
            place(changes.request().finding()),
            changes.request().finding().message(),
            changes.request().requiredChange()),
        findings,
        changes.criteria());
  }

  private static String place(Finding finding) {
    return VisibleText.oneLine(finding.path(), 200) + ":" + finding.line();
  }

  private Review read(ToolArguments submitted) {
    String verdict = submitted.text("verdict");
    List<String> closes = closes(submitted);
    Optional<ToolArguments> request =
        submitted.optionalObject("request").filter(given -> SpokenAgainst.asks(given.json()));
    List<Finding> findings = findings(submitted);
    List<CriterionVerdict> verdicts = verdicts(submitted);
    return switch (VerdictWord.normalized(verdict)) {
      case "approve" -> {
        requireNoObjection(request, verdicts);
        requireAllClosed(closes);
        yield new Review.Approved(findings, verdicts, closes);
      }
      case "request_changes" ->
          new Review.ChangesRequested(
              revision(
                  request.orElseThrow(
                      () -> new ToolArgumentException("request_changes needs a request"))),
              findings,
              verdicts,
              closes);
      case "escalate" -> {
        if (request.isPresent()) {
          throw new ToolArgumentException("escalate must not carry a request");
        }
        String reason = submitted.optionalText("reason").filter(text -> !text.isBlank()).orElse("");
        yield new Review.Escalated(
            reason.isEmpty() ? "the reviewer gave no reason" : reason, findings, verdicts);
      }
      default ->
          throw new ToolArgumentException(
              "the verdict must be approve, request_changes or escalate, not '"
                  + VisibleText.oneLine(verdict, 80)
                  + "'");
    };
  }

  /** What a model leaves out or fills with a word for nothing closes nothing. */
  private List<String> closes(ToolArguments submitted) {
    List<String> closes =
        submitted.texts("closes").stream()
            .filter(id -> !VerdictWord.isFiller(id))
            .map(this::openId)
            .distinct()
            .toList();
    for (String id : closes) {
      if (!open.contains(id)) {
        throw new ToolArgumentException(
            "closes names "
                + VisibleText.oneLine(id, 40)
                + ", but "
                + (open.isEmpty()
                    ? "you have no open request"
                    : "your open requests are " + String.join(", ", open)));
      }
    }
    return closes;
  }

  /** The id as the run spells it, however a model types it; what is none stays as it was typed. */
  private String openId(String typed) {
    String id = typed.strip();
    return open.stream().filter(known -> known.equalsIgnoreCase(id)).findFirst().orElse(id);
  }

  private void requireAllClosed(List<String> closes) {
    List<String> left = open.stream().filter(id -> !closes.contains(id)).toList();
    if (!left.isEmpty()) {
      throw new ToolArgumentException(
          "approve leaves your request "
              + String.join(", ", left)
              + " open; name it in closes if its problem is gone or you take it back, else"
              + " request the change again");
    }
  }

  private void requireNoObjection(
      Optional<ToolArguments> request, List<CriterionVerdict> verdicts) {
    if (request.isPresent()) {
      throw new ToolArgumentException(
          "approve must not carry a request; if the change is needed, the verdict is"
              + " request_changes");
    }
    Set<Integer> judged = new HashSet<>();
    for (CriterionVerdict verdict : verdicts) {
      if (!verdict.met()) {
        throw new ToolArgumentException(
            "approve contradicts criterion " + verdict.index() + ", which is not met");
      }
      judged.add(verdict.index());
    }
    for (int index = 0; index < criteria.size(); index++) {
      if (!criteria.get(index).isChecked() && !judged.contains(index)) {
        throw new ToolArgumentException(
            "approve says nothing about criterion "
                + index
                + "; judge every criterion that no command proves");
      }
    }
  }

  private RevisionRequest revision(ToolArguments request) {
    String problem = notBlank(request, "problem");
    String requiredChange = notBlank(request, "required_change");
    String howToVerify = notBlank(request, "how_to_verify");
    Finding finding = places.judged(places.nearest(finding(request, problem)));
    return new RevisionRequest(finding, requiredChange, howToVerify);
  }

  private List<Finding> findings(ToolArguments submitted) {
    List<Finding> findings = new ArrayList<>();
    for (ToolArguments each : submitted.objects("findings")) {
      findings.add(places.judged(places.existing(finding(each, notBlank(each, "message")))));
    }
    return findings;
  }

  private Finding finding(ToolArguments place, String message) {
    int line = place.optionalInteger("line").orElse(1);
    if (line < 1) {
      throw new ToolArgumentException("line " + line + " does not exist; lines count from 1");
    }
    String path = place.optionalText("path").filter(text -> !text.isBlank()).orElse(onlyPath);
    return new Finding(
        path.isEmpty() ? notBlank(place, "path") : path,
        line,
        category(place.optionalText("category").orElse("")),
        message,
        place.optionalText("caused_by").orElse(""),
        false);
  }

  /** The place and problem of a request that is not whole, if they can be read. */
  Optional<Finding> legible(ToolArguments request) {
    try {
      return Optional.of(places.nearest(finding(request, notBlank(request, "problem"))));
    } catch (ToolArgumentException illegible) {
      return Optional.empty();
    }
  }

  private List<CriterionVerdict> verdicts(ToolArguments submitted) {
    List<CriterionVerdict> verdicts = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (ToolArguments each : submitted.objects("criteria")) {
      int index = integer(each, "index");
      if (index < 0 || index >= criteria.size()) {
        throw new ToolArgumentException(
            "there is no criterion "
                + index
                + (criteria.isEmpty()
                    ? "; the task has none"
                    : "; they are numbered 0 to " + (criteria.size() - 1)));
      }
      if (!seen.add(index)) {
        throw new ToolArgumentException("criterion " + index + " is judged twice");
      }
      boolean met =
          each.optionalTruth("met")
              .orElseThrow(
                  () ->
                      new ToolArgumentException(
                          "criterion " + index + " needs 'met', true or false"));
      verdicts.add(new CriterionVerdict(index, met, each.optionalText("why").orElse("")));
    }
    return verdicts;
  }

  private static Category category(String word) {
    return offered(word).orElse(Category.OTHER);
  }

  /** Returns the category that a model names; empty if it is offered none of that name. */
  static Optional<Category> offered(String word) {
    String name = word.strip().toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    return CATEGORIES.stream().filter(category -> category.name().equals(name)).findFirst();
  }

  private static int integer(ToolArguments arguments, String name) {
    return arguments
        .optionalInteger(name)
        .orElseThrow(
            () ->
                new ToolArgumentException(
                    "the argument '"
                        + VisibleText.name(name)
                        + "' is missing in "
                        + excerpt(arguments)));
  }

  private static String notBlank(ToolArguments arguments, String name) {
    String text = arguments.text(name);
    if (text.isBlank()) {
      throw new ToolArgumentException(
          "the argument '" + VisibleText.name(name) + "' is blank in " + excerpt(arguments));
    }
    return text;
  }

  private static String excerpt(ToolArguments arguments) {
    return VisibleText.oneLine(arguments.json(), 120);
  }
}
