package dev.nightshift.core.agent;

import dev.nightshift.core.internal.text.VisibleText;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What in a text might be an objection. A wide net: it reads no grammar, and quotations, lists and
 * fenced blocks like the rest; what it catches is asked about, so a catch too many costs one call.
 *
 * <p><b>Source:</b> docs/decisions/019-what-a-reviewer-said-against.
 */
final class DoubtfulText {
  private static final int MAX_QUOTED_CHARS = 400;

  private static final String LANDING =
      "\\b(?:approv\\w*|merg\\w*|land(?:s|ed|ing)?|ship\\w*|accept\\w*|sign\\w* off|lgtm|go(?:es)? in\\b|ready|fit|for main)";

  private static final String WORD = "(?:(?!(?:so|because|since)\\b)[^\\s,]+ ){0,7}?";

  /** What an approval says of objections it does not have. */
  private static final Pattern HAS_NONE =
      Pattern.compile(
          "\\b(?:no|non|not|nothing|without|zero|0)[ -](?:(?:an?|any|further|other|more|real|open|is|here|that|\\w+ing) ){0,2}"
              + "(?:block(?:ing|ers?|s)?(?: (?:issues?|problems?|findings?|this|it))?|objections?|(?:requested )?changes?"
              + "(?: (?:are |is )?(?:request|requir|need|necessar)\\w*)?|mistakes?)"
              + "|\\brequested changes? (?:(?:is|are|has|have|was|were|been|now|all) )+(?:in|made|there|done|present"
              + "|implemented|addressed|resolved)\\b|\\bno (?:need|reason) (?:to|for) (?:request|reject|escalat|block|object)\\w*");

  /** What makes an objection of what the sentence says it does not have. */
  private static final Pattern CONFINED =
      Pattern.compile(
          "\\b(?:none of|not (?:all|every|each)|half|few|some of|most of|many|only|hardly|partly|partially|except"
              + "|(?:but|yet) (?:one|two|three|for|that|this|those|these|the|it)"
              + "|other than|apart from|besides|plenty)\\b|\\b(?:not|never|unable|nothing|unless) (?:\\w+ ){1,6}without\\b");

  private static final Pattern CAUGHT =
      Pattern.compile(
          String.join(
              "|",
              "\\b(?:request\\w*|ask(?:ing)? for)[ _](?:\\w+ ){0,3}(?:changes?|revisions?|fix)\\b",
              "\\bchanges? (?:\\w+ )?(?:request|requir|need|necessar)\\w*",
              "\\bchanges? (?:must|have to|has to|need to)\\b",
              "\\brequired changes?\\b|\\bmust.fix\\b",
              "\\b(?:needs?|requires?) (?:(?!to )\\w+ ){0,2}(?:changes?|work|fix\\w*|revisions?|rework|round)\\b",
              "\\b(?:must|has to|have to|needs? to)(?: \\w+)? be (?:\\w+ )?(?:fixed|changed|addressed|corrected|reverted"
                  + "|redone|restored|rejected|reworked|refused)",
              "\\bescalat\\w*|\\breject(?:ing|ion)?\\b|\\bveto\\w*|\\bna?c?k\\b|\\bno.?go\\b|\\bdisapprov\\w*|\\bun ?approv\\w*",
              "^\\W*(?:rejected|blocked|blocking|negative|declined|no)\\b\\W*(?:$|[:.,!—–-])",
              "\\b(?:this|it|that|change|patch|pr|submission|candidate|diff|commit|implementation) (?:is|was|should be|must be"
                  + "|stays|remains) (?:\\w+ )?(?:rejected|blocked|unsafe|unacceptable|refused|declined|denied)",
              "\\b(?:turn(?:ed|ing)?|thumbs) (?:\\w+ )?down\\b|^\\W*-1\\b|\\b(?:a|clear|firm|is) no\\b",
              "\\bblockers?\\b|\\bi (?:am )?(?:\\w+ )?block|\\bblock(?:s|ed|ing)? (?:this|that|it|the|on|merg\\w*|approval|issues?|problems?)\\b",
              "\\bwithh[eo]ld\\w*|\\bhold(?:ing)? (?:off|back)\\b|\\bobject(?:ing|ions?)? to\\b|\\b(?:i|we) (?:\\w+ )?object\\b",
              "\\bsen[dt] (?:\\w+ )?back\\b|\\bback to (?:the )?(?:implementer|author)|\\bpremature\\b|\\birresponsible\\b",
              "\\bunacceptable\\b|\\bmistake\\b|\\bunmergeable\\b|\\bhuman\\b(?! readable)|\\bperson (?:must|has|should|ought|needs)",
              "\\bbefore (?:\\w+ ){0,4}(?:merg|land|ship|approv|accept)\\w*",
              "\\bno " + LANDING,
              "\\b(?:not|never|nothing|nobody|neither|nor|no way|no means|no circumstances|refus\\w*|declin\\w*|unable|unwilling"
                  + "|against|hesita\\w*|reluctan\\w*|unsafe|too early|unless|until|far from|instead of|rather than) "
                  + WORD
                  + LANDING,
              LANDING
                  + " "
                  + WORD
                  + "(?:not|nothing|none|wrong|unsafe|dangerous|risky|lie|unless|until|denied|refused|only if)\\b",
              "\\bunsafe to\\b|\\bnot safe to\\b|\\b(?:reject|request_changes|escalate)\\b",
              LANDING + "[ ]?[?|=:]\\W*(?:no|nope|not|false|never)\\b(?=\\W*(?:$|[.,;!|]))"));

  /** A verdict that is named, and no approval behind its name. */
  private static final Pattern OTHER_VERDICT =
      Pattern.compile(
          "\\b(?:verdict|recommendation)\\b(?=\\s*(?:[:=|—–→-]|\\n|(?:is|remains|stays|stands)\\b))"
              + "(?!\\W*(?:(?!approv|accept)\\w+\\W+){0,3}?(?:approv|accept|lgtm|merge|positive|yes|pass|ok))[^\\n]*(?:\\n+[^\\n]+)?");

  private DoubtfulText() {}

  /** Returns the sentences that might object, on one line, cut. */
  static Optional<String> in(String text) {
    String whole = Wording.withoutThoughts(text);
    String spoken = Wording.read(whole);
    Set<String> caught = new LinkedHashSet<>();
    sentences(spoken).forEach(caught::add);
    sentences(Wording.joined(spoken))
        .filter(joined -> caught.stream().noneMatch(joined::contains))
        .toList()
        .forEach(caught::add);
    OTHER_VERDICT
        .matcher(Wording.plain(spoken))
        .results()
        .map(found -> found.group().strip())
        .forEach(caught::add);
    if (Wording.isLong(whole)) {
      caught.add("(longer than is read: " + whole.length() + " characters)");
    }
    return caught.isEmpty()
        ? Optional.empty()
        : Optional.of(
            VisibleText.oneLine(
                caught.stream().collect(Collectors.joining(" … ")), MAX_QUOTED_CHARS));
  }

  private static Stream<String> sentences(String text) {
    return Stream.of(text.split("(?<=[.!])\\s+|(?<=\\?)\\s+(?![Nn]o\\b)|\\n+"))
        .filter(sentence -> isCaught(words(sentence)))
        .map(String::strip);
  }

  /** Quotes and brackets take nothing back, and a hyphen is a blank. */
  private static String words(String sentence) {
    return Wording.plain(sentence)
        .replaceAll("[^\\p{L}\\p{N}_\\s.,:;!?|()=—–→-]+", "")
        .replaceAll("(?<=\\w)-(?=\\w)", " ");
  }

  private static boolean isCaught(String sentence) {
    Matcher none = HAS_NONE.matcher(sentence);
    if (none.find() && CONFINED.matcher(sentence).find()) {
      return true;
    }
    String rest = none.replaceAll("…");
    return CAUGHT.matcher(rest).find()
        || CAUGHT.matcher(rest.replaceAll(",[^,]{1,40},|\\([^()]*\\)", "")).find();
  }
}
