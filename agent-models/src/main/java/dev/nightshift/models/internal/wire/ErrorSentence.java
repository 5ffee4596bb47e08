package dev.nightshift.models.internal.wire;

import dev.nightshift.core.model.ModelErrorKind;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the sentence of an error speaks of, for those errors whose word and status say something
 * else. One book for all APIs: servers repeat one another's words, and gateways pass on those of
 * any vendor. What a sentence {@linkplain Echo repeats of the request} counts for nothing.
 */
public final class ErrorSentence {
  private static final int LONGEST = 10_000;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  /** No word of these stands in the sentence of a limit that waiting helps with. */
  private static final Pattern MONEY =
      Pattern.compile(
          "credit balance|spend(ing)? (cap|limit)"
              + "|credits? (is|are|was|were|has been|have been) (depleted|exhausted|used up)"
              + "|insufficient (account )?(credits?|balance|funds)|used all available credits"
              + "|(out of|no|not have any|n't have any|requires? more) credits"
              + "|key limit exceeded|budget has been exceeded|exceededbudget"
              + "|specified (api|workspace) usage limits|reached your .{0,40}usage limits?"
              + "|enable billing|billing to be enabled|billing (is )?(disabled|not active)"
              + "|billing account\\b.{0,80}\\b(disabled|closed|absent|not active|past due)"
              + "|dunning|payment required|account is in good standing");

  /** What names a missing model, whatever the status. */
  private static final Pattern NO_MODEL =
      Pattern.compile(
          "(?<![/\\w])models?(/\\S{1,200}|:)?( name| id)?( \\S{1,200})?"
              + " ((is |was |has been |does |do |could )?(not (be )?(found|exist|deployed)"
              + "|decommissioned|retired|blocked at the)|doesn't exist)"
              + "|\\b(unknown|invalid|incorrect|unrecognized|unsupported) model( name| id| identifier)?"
              + "([:.,]| ?['\"`]| passed|$)"
              + "|not a valid model|no models? (is |are )?loaded|no endpoints (found|available)"
              + "|\\b(not|no|cannot|unable|without)\\b.{0,40}\\baccess( to)?( the| this)? models?\\b");

  /**
   * Enough where the status says that something is missing. The one entity of a call is its model.
   */
  private static final Pattern MODEL =
      Pattern.compile("(?<![/\\w])models?\\b|requested entity was not found");

  /** A field of the request at the beginning, as Anthropic and pydantic name the wrong one. */
  private static final Pattern FIELD =
      Pattern.compile(
          "^(?:(?:messages|tools|tool_choice|system|contents|prompt)[\\w.\\[\\]-]*"
              + "|[a-z_]+(?:\\.\\d|\\[)[\\w.\\[\\]-]*): ");

  private final int status;
  private final String words;
  private final boolean isAboutAField;

  private ErrorSentence(int status, String words, boolean isAboutAField) {
    this.status = status;
    this.words = words;
    this.isAboutAField = isAboutAField;
  }

  /**
   * Reads a sentence.
   *
   * @param status the HTTP status, or the one that the word of the error stands for
   * @param sentence the API's own sentence, empty if it has none
   */
  public static ErrorSentence of(int status, String sentence) {
    return of(status, sentence, "");
  }

  /**
   * Reads the sentence of an error that may name the field of the request that is wrong.
   *
   * @param status the HTTP status, or the one that the word of the error stands for
   * @param sentence the API's own sentence, empty if it has none
   * @param field the field, empty if none is named
   */
  public static ErrorSentence of(int status, String sentence, String field) {
    String begin = sentence.length() > LONGEST ? sentence.substring(0, LONGEST) : sentence;
    String lower = begin.toLowerCase(Locale.ROOT);
    boolean mayRepeat = mayRepeatTheRequest(status);
    boolean isOtherField = !field.isBlank() && !field.equals("model");
    return new ErrorSentence(
        status,
        mayRepeat ? Echo.leftOutOf(lower) : lower,
        mayRepeat && (isOtherField || FIELD.matcher(lower).lookingAt()));
  }

  /** The others speak of the key, of money or of a limit, whatever was asked. */
  private static boolean mayRepeatTheRequest(int status) {
    return status != 401 && status != 402 && status != 403 && status != 429;
  }

  /**
   * Returns what the error means.
   *
   * @param known what its word means, or its status if it has none
   */
  public ModelErrorKind kind(ModelErrorKind known) {
    if (known == ModelErrorKind.MONEY || (!isAboutAField && says(MONEY))) {
      return ModelErrorKind.MONEY;
    }
    return !isAboutAField && mayBeAboutTheModel(known) && isModelMissing()
        ? ModelErrorKind.MODEL_NOT_FOUND
        : known;
  }

  /** Tells whether the API's own words match a pattern in lower case. */
  public boolean says(Pattern pattern) {
    return pattern.matcher(words).find();
  }

  /** A limit or a lack of capacity names the model too. */
  private static boolean mayBeAboutTheModel(ModelErrorKind known) {
    return known == ModelErrorKind.CALLER
        || known == ModelErrorKind.AUTHENTICATION
        || known == ModelErrorKind.SERVER;
  }

  private boolean isModelMissing() {
    boolean isMissing = status == NOT_FOUND || status == GONE;
    return says(NO_MODEL) || (isMissing && says(MODEL));
  }
}
