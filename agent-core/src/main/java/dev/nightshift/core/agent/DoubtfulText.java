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
      "\\b(?:approv\\w*|merg\\w*|land(?:s|ed|ing)?|ship\\w*|accept\\w*|sign\\w* off|lgtm|go(?:es)? (?:in|out)\\b|reach main|be let through|ready|fit|for main)";

  private static final String WORD = "(?:(?!(?:so|because|since)\\b)[^\\s,]+ ){0,7}?";

  /** What an approval says of objections it does not have. */
  private static final Pattern HAS_NONE =
      Pattern.compile(
          "\\b(?:no|non|not|nothing|without|zero|0)[ -](?:(?:an?|any|further|other|more|real|open|is|here|that|\\w+ing) ){0,2}"
              + "(?:block(?:ing|ers?|s)?(?: (?:issues?|problems?|findings?|this|it))?|objections?|(?:requested )?changes?"
              + "(?: (?:are |is )?(?:request|requir|need|necessar)\\w*)?|mistakes?)"
              + "|\\brequested changes? (?:(?:is|are|has|have|was|were|been|now|all) )+(?:in|made|there|done|present"
              + "|implemented|addressed|resolved)\\b|\\bno reason (?:\\w+ )?not to \\w+"
              + "|\\bnothing (?:\\w+ ){0,3}?(?:stops?|blocks?|prevents?|holds?|keeps?|speaks?)\\b(?: \\w+){0,3}? (?:from|against) \\w+"
              + "|\\bno (?:need|reason) (?:to|for) (?:request|reject|escalat|block|object)\\w*");

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
              "\\b(?:request(?:s|ed|ing)?|ask(?:ing)? for)[ _](?:\\w+ ){0,3}(?:changes?|revisions?|fix)\\b",
              "\\bchanges? (?:\\w+ )?(?:request|requir|need|necessar)\\w*",
              "\\bchanges? (?:must|have to|has to|need to)\\b",
              "\\brequired changes?\\b|\\bmust.fix\\b",
              "\\b(?:needs?|requires?) (?:(?!to )\\w+ ){0,2}(?:changes?|work|fix\\w*|revisions?|rework|round)\\b",
              "\\b(?:must|has to|have to|needs? to)(?: \\w+)? be (?:\\w+ )?(?:fixed|changed|addressed|corrected|reverted"
                  + "|redone|restored|reworked)",
              "\\bescalat\\w*|\\breject(?:ing|ion) (?:of )?(?:this|it|the change)\\b|^\\W*(?:veto|reject\\w*)\\b|\\b(?:i|we|my) (?:\\w+ ){0,2}veto\\w*|\\bna?c?k\\b|\\bno.?go\\b|\\bdisapprov\\w*|\\bun ?approv\\w*",
              "^\\W*(?:rejected|blocked|blocking|negative|declined|no)\\b\\W*(?:$|[:.,!—–-])",
              "\\b(?:this|that|change|patch|pr|submission|candidate|diff|commit|implementation) (?:is|was|should be|must be"
                  + "|stays|remains|should|must) (?:\\w+ )?(?:rejected|blocked|unsafe|unacceptable|refused|declined|denied|stopped|reverted"
                  + "|abandoned|redone|reworked|unfit)",
              "\\b(?:turn(?:ed|ing)?|thumbs) (?:\\w+ )?down\\b|^\\W*-1\\b|\\b(?:a|clear|firm|is) no\\b(?= ?(?:$|[.,;:!)—–]|from\\b|because\\b))",
              "\\bblockers?\\b|\\bi (?:am )?(?:\\w+ )?block|\\bblock(?:s|ed|ing)? (?:this|that|it|the (?:change|merge|patch|pr|landing|release|approval)|on|merg\\w*|approval|issues?|problems?)\\b",
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
              "\\bunsafe to\\b|\\bnot safe to\\b|\\b(?:request_changes|escalate)\\b(?! (?:and|or|events?|buttons?)\\b)",
              "\\breject\\b(?= ?(?:$|[.!,;:()—–]|it\\b|that\\b|this\\b|the (?:change|patch|pr|diff|candidate|commit)\\b|because\\b|now\\b|until\\b|as\\b))"
                  + "|\\b(?:i|we|to|verdict|answer|vote|decision|is|choose|prefer) (?:\\w+ )?reject\\b",
              // the author is told what to do, or that it has to be done again
              "\\b(?:rework|redo|resubmit|revise|abandon|postpone|reopen)\\b|\\b(?:please|just|better) (?:fix|do not|hold|wait|stop|change|address|correct|restore|remove)\\b",
              "^\\W*(?:fix|address|resolve|correct|restore|revert|rework|redo|stop|park|hold|keep) \\W*(?:this|that|it|these|the|those|all)\\b",
              "\\bfix\\b [^.;:]{1,60}\\b(?:before|then|first)\\b|\\b(?:fixed|resolved|addressed|done|closed|reviewed) first\\b"
                  + "|\\b(?:needs?|has|have|must|should|ought|want|expect)\\b[^.;:]{1,60}\\bfirst\\b",
              "\\bbefore (?:\\w+ ){0,3}(?:goes|go|went|gets|lands?|reach\\w*)\\b",
              "\\b(?:should|must|has to|have to|needs? to|let us|let's|ought to|better) (?:\\w+ )?(?:be (?:\\w+ )?(?:reverted|resolved|redone|reworked"
                  + "|rolled back|abandoned|stopped|closed)|wait|roll back|revert)\\b|\\broll(?:ed)? (?:this|it|that) back\\b|\\bwait (?:\\w+ ){0,3}until\\b"
                  + "|\\bbe (?:reworked|redone|abandoned)\\b",
              "\\b(?:another|new|one more|further|next) (?:revision|iteration|attempt|pass|round)\\b|\\bdrawing board\\b|\\bstart over\\b|\\breturn to sender\\b",
              // the reviewer says no
              "^\\W*(?:(?:a|hard|firm|clear|absolutely|please|certainly|definitely|sorry|hell) ){0,2}(?:no|nope|not|denied|refused|ko|fail(?:ed|s|ing)?|incomplete|hard pass|abstain)\\b"
                  + "(?=\\W*$|\\W*[:.!,—–-]| (?:way|yet|ok|good enough|in this|like this|now|from me|this)\\b)|\\bhard (?:no|pass)\\b|\\bnot (?:yet|ok|good enough)\\W*$|\\bplease do not\\b",
              "\\b(?:i|we) (?:\\w+ ){0,4}?(?:oppose|disagree|decline|refuse|abstain|reject|fail|protest|say no|would rather|regret)\\b"
                  + "|\\b(?:do|can|will|would) not (?:\\w+ )?(?:support|endorse|recommend|agree|back this|vouch|stand behind|like this|want)\\b"
                  + "|\\b(?:un|not (?:\\w+ )?)(?:comfortable|happy|satisfied|convinced|confident)\\b|\\b(?:serious|grave|strong) (?:doubts?|reservations?|concerns?)\\b",
              "\\bfail(?:s|ed|ing)? (?:this |the |my |code )?review\\b|\\bno place in\\b|\\bout of main\\b|\\bunfit\\b|\\bmakes? (?:\\w+ )?worse\\b|\\bshould not exist\\b",
              "\\b(?:this|it|change|patch|pr|approach|implementation|fix|task) (?:is|looks|seems) (?:\\w+ )?(?:wrong|broken|incomplete|insufficient|inadequate|unfinished|incorrect"
                  + "|not (?:done|complete|finished|fixed|right|correct|ok|enough|good enough|sufficient|acceptable|ready))\\b",
              "^\\W*does not (?:compile|fix|solve|do what|work|build)\\b|\\b(?:it|change|patch|implementation|fix) (?:does|do) not (?:compile|fix|solve|do|work|build|meet|satisfy)\\b"
                  + "|\\bcritical (?:issues?|problems?|bugs?|defects?)\\b|\\bsecurity hole\\b|\\b(?:introduces|adds|opens) (?:an? |\\w+ ){0,5}vulnerabilit",
              "\\bwrong in \\w+ (?:places?|ways?|respects?)\\b|\\bcriterion \\d+ is not met\\b|\\bcriteri(?:on|a) (?:is|are) not met\\b",
              // the approval is taken back, or the change was not read
              "\\b(?:disregard|ignore|retract|revoke|withdraw|take back|cancel|undo|rescind)\\w*\\b[^.;]{0,40}\\b(?:approv\\w*|verdict|decision|submission|call|field)\\b",
              "\\b(?:approval|approve|verdict)\\b[^.;]{0,30}\\b(?:back|revoked|retracted|withdrawn|rescinded|cancelled|void|invalid|conditional|sorry|under protest|provided|after)\\b",
              "\\b(?:verdict|merge|approve|land)\\b\\W{1,3}(?:yes|ok|approve)?\\W*\\b(?:but|only|provided)\\b",
              "\\b(?:did|could|can|was|were|am|have) (?:not|unable to) (?:\\w+ ){0,3}(?:read|review|see|open|load|look at|say|tell|judge|verify|assess|check)\\w*"
                  + " (?:\\w+ ){0,2}(?:diff|change|patch|code|files?|whether|if|crypto|anything)\\b|\\b(?:was|am|were) unable to (?:review|read|see|judge)\\b",
              // a label with a negative value, also as JSON; an emblem
              "(?:^|[|{,;.(:—–-])\\W{0,6}(?:(?:my|the|our|final|overall|review|code) ){0,2}(?:\\w+_)?(?:verdict|decision|result|outcome|status|conclusion|recommendation|assessment"
                  + "|review|vote|answer|pass(?:ed|es)?|land|merge\\w*|approv\\w*|ready\\w*|lgtm|grade)(?: (?:result|is|remains))? ?[:=|→—–-]\\W{0,8}(?:(?:no|nope|false|fail\\w*)\\b(?!,? (?:nothing\\b|…)| \\w)|not|negative|reject\\w*|block\\w*"
                  + "|refus\\w*|den(?:y|ied)|changes?|request\\w*|rework|revise|hardly|barely|escalat\\w*|red|bad|unacceptable|needs|requires|incomplete)\\b",
              "[👎✗✘❌🚫⛔🛑]",
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

  /** Returns what might object, or plainly does, where a plain objection is not taken as one. */
  static Optional<String> inAny(String text) {
    return in(text)
        .or(
            () ->
                VerdictText.objection(text)
                    .map(said -> VisibleText.oneLine(text, MAX_QUOTED_CHARS)));
  }

  private static Stream<String> sentences(String text) {
    return Stream.of(text.split("(?<=[.!])\\s+|(?<=\\?)\\s+(?![Nn]o\\b)|\\n+"))
        .filter(sentence -> isCaught(words(sentence)))
        .map(String::strip);
  }

  /** Quotes and brackets take nothing back, and a hyphen is a blank. */
  private static String words(String sentence) {
    return Wording.plain(sentence)
        .replaceAll("[^\\p{L}\\p{N}_\\s.,:;!?|()=—–→👎✗✘❌🚫⛔🛑-]+", "")
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
