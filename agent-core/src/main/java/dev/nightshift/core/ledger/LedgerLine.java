package dev.nightshift.core.ledger;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.budget.Money;
import dev.nightshift.core.internal.json.JsonValue;
import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.ledger.LedgerRecord.Amended;
import dev.nightshift.core.ledger.LedgerRecord.Began;
import dev.nightshift.core.ledger.LedgerRecord.Closed;
import dev.nightshift.core.ledger.LedgerRecord.Dispatched;
import dev.nightshift.core.ledger.LedgerRecord.Estimated;
import dev.nightshift.core.ledger.LedgerRecord.Joined;
import dev.nightshift.core.ledger.LedgerRecord.Lapsed;
import dev.nightshift.core.ledger.LedgerRecord.Named;
import dev.nightshift.core.ledger.LedgerRecord.Opened;
import dev.nightshift.core.ledger.LedgerRecord.Reconciled;
import dev.nightshift.core.ledger.LedgerRecord.Released;
import dev.nightshift.core.ledger.LedgerRecord.Reserved;
import dev.nightshift.core.ledger.LedgerRecord.Settled;
import dev.nightshift.core.ledger.LedgerRecord.Timed;
import dev.nightshift.core.ledger.LedgerRecord.Warned;
import dev.nightshift.core.model.Billing;
import dev.nightshift.core.model.TokenUsage;
import java.time.DateTimeException;
import java.time.ZoneId;
import tools.jackson.core.JacksonException;

/**
 * A record of a ledger as one line of JSON, as docs/ledger-format.md describes it. Reading is
 * strict: what it does not know is refused, so that no money is half understood.
 */
final class LedgerLine {
  private static final long VERSION = 1;
  private static final String IS = "is";

  private LedgerLine() {}

  static String write(LedgerRecord record) {
    return members(record).ascii();
  }

  private static JsonValue members(LedgerRecord record) {
    if (record instanceof Reserved reserved) {
      return LedgerMembers.reserved(begin("reserved"), reserved);
    } else if (record instanceof Dispatched dispatched) {
      return LedgerMembers.key(begin("dispatched"), dispatched.key());
    } else if (record instanceof Named named) {
      return LedgerMembers.key(begin("named"), named.key()).with("request", named.requestId());
    } else if (record instanceof Settled settled) {
      return charge("settled", settled.key(), settled.cost(), settled.usage());
    } else if (record instanceof Estimated bound) {
      return charge("estimated", bound.key(), bound.cost(), bound.usage())
          .with("request", bound.requestId())
          .with("why", bound.why());
    } else if (record instanceof Reconciled known) {
      return charge("reconciled", known.key(), known.cost(), known.usage());
    } else if (record instanceof Released released) {
      JsonValue json = LedgerMembers.key(begin("released"), released.key());
      Billing billing = released.billing();
      return (billing == null ? json : json.with("billing", billing.name()))
          .with("proof", released.proof());
    } else if (record instanceof Lapsed lapsed) {
      return LedgerMembers.key(begin("lapsed"), lapsed.key()).with("why", lapsed.why());
    } else if (record instanceof Opened opened) {
      return LedgerMembers.account(begin("opened"), opened.account());
    } else if (record instanceof Amended amended) {
      return LedgerMembers.account(begin("amended"), amended.account());
    } else if (record instanceof Warned warned) {
      return LedgerMembers.warned(begin("warned"), warned);
    } else if (record instanceof Timed timed) {
      return LedgerMembers.timed(begin("timed"), timed);
    } else if (record instanceof Closed closed) {
      return begin("closed").with("run", closed.run().value());
    } else if (record instanceof Joined joined) {
      return begin("joined").with("writer", joined.writer()).with("process", joined.process());
    } else if (record instanceof Began began) {
      return begin("began").with("zone", began.zone().getId());
    }
    throw new IllegalStateException(record + " has no form");
  }

  private static JsonValue charge(String is, AttemptKey key, Money cost, TokenUsage usage) {
    return LedgerMembers.charge(LedgerMembers.key(begin(is), key), cost, usage);
  }

  private static JsonValue begin(String is) {
    return JsonValue.object().with("v", VERSION).with(IS, is);
  }

  /**
   * Reads a record.
   *
   * @throws IllegalArgumentException if it is none of this version
   */
  static LedgerRecord read(String line) {
    try {
      JsonValue json = JsonValue.parseStrictly(line);
      if (json.required("v").whole() != VERSION) {
        throw new IllegalArgumentException("it is of another version than " + VERSION);
      }
      return record(json);
    } catch (JacksonException malformed) {
      throw notRead(line, malformed.getOriginalMessage(), malformed);
    } catch (IllegalArgumentException | DateTimeException malformed) {
      throw notRead(line, String.valueOf(malformed.getMessage()), malformed);
    }
  }

  private static IllegalArgumentException notRead(String line, String why, Exception cause) {
    return new IllegalArgumentException(line + " is no record of a ledger: " + why, cause);
  }

  private static LedgerRecord record(JsonValue json) {
    String is = json.required(IS).text();
    return switch (is) {
      case "began" -> new Began(ZoneId.of(json.required("zone").text()));
      case "joined" -> new Joined(json.required("writer").whole(), text(json, "process"));
      case "opened" -> new Opened(LedgerMembers.account(json));
      case "amended" -> new Amended(LedgerMembers.account(json));
      case "reserved" -> LedgerMembers.reserved(json);
      case "dispatched" -> new Dispatched(LedgerMembers.key(json));
      case "named" -> new Named(LedgerMembers.key(json), text(json, "request"));
      case "settled" -> new Settled(LedgerMembers.key(json), cost(json), LedgerMembers.usage(json));
      case "estimated" ->
          new Estimated(
              LedgerMembers.key(json),
              cost(json),
              LedgerMembers.usage(json),
              text(json, "request"),
              text(json, "why"));
      case "reconciled" ->
          new Reconciled(LedgerMembers.key(json), cost(json), LedgerMembers.usage(json));
      case "released" ->
          new Released(LedgerMembers.key(json), LedgerMembers.billing(json), text(json, "proof"));
      case "lapsed" -> new Lapsed(LedgerMembers.key(json), text(json, "why"));
      case "warned" -> LedgerMembers.warned(json);
      case "timed" -> LedgerMembers.timed(json);
      case "closed" -> new Closed(RunId.of(text(json, "run")));
      default -> throw new IllegalArgumentException("'" + VisibleText.name(is) + "' is not known");
    };
  }

  private static Money cost(JsonValue json) {
    return Money.ofNanos(json.required("cost").whole());
  }

  private static String text(JsonValue json, String name) {
    return json.required(name).text();
  }
}
