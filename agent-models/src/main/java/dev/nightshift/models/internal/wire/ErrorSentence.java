package dev.nightshift.models.internal.wire;

import dev.nightshift.core.model.ModelErrorKind;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the sentence of an error speaks of, for those errors whose word and status say something
 * else. One book for all APIs: servers repeat one another's words, and gateways pass on those of
 * any vendor.
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

  private ErrorSentence() {}

  /**
   * Returns what an error means.
   *
   * @param known what its word means, or its status if it has none
   * @param status the HTTP status, or the one that its word stands for
   * @param sentence the API's own sentence, empty if it has none
   */
  public static ModelErrorKind kind(ModelErrorKind known, int status, String sentence) {
    String words = words(sentence);
    if (known == ModelErrorKind.MONEY || MONEY.matcher(words).find()) {
      return ModelErrorKind.MONEY;
    }
    return mayBeAboutTheModel(known) && isModelMissing(status, words)
        ? ModelErrorKind.MODEL_NOT_FOUND
        : known;
  }

  /** Returns what is looked for words: in lower case, and of one that never ends the beginning. */
  public static String words(String sentence) {
    String begin = sentence.length() > LONGEST ? sentence.substring(0, LONGEST) : sentence;
    return begin.toLowerCase(Locale.ROOT);
  }

  /** A limit or a lack of capacity names the model too. */
  private static boolean mayBeAboutTheModel(ModelErrorKind known) {
    return known == ModelErrorKind.CALLER
        || known == ModelErrorKind.AUTHENTICATION
        || known == ModelErrorKind.SERVER;
  }

  private static boolean isModelMissing(int status, String words) {
    boolean isMissing = status == NOT_FOUND || status == GONE;
    return NO_MODEL.matcher(words).find() || (isMissing && MODEL.matcher(words).find());
  }
}
