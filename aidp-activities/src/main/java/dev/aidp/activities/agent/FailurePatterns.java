package dev.aidp.activities.agent;

import com.google.common.collect.ImmutableList;
import dev.aidp.failure.FailureKind;
import dev.aidp.provider.FailureHints;

/** The table by which a failure's text is classed: the first row that is found in it decides. */
final class FailurePatterns {

  /** What does not fit in: limits that no waiting helps against. */
  private static final FailureHints.Text TOO_LONG =
      row(
          FailureKind.PERMANENT,
          "prompt is too long",
          "context (?:window|length).{0,40}(?:exceed|exhaust|limit)",
          "(?:exceed|exhaust|over|larger|longer).{0,40}\\bcontext\\b(?:"
              + " (?:window|length|size|limit))?",
          "token limit.{0,20}context",
          "context(?! deadline).{0,30}(?:exceeded|too (?:long|large)|overflow)",
          "(?:hit|reached|exceeded) (?:a|the|its|your) (?:output )?token limit",
          "output token (?:limit|maximum)",
          "ran out of room in the model's context",
          "maximum context length",
          "reduce the length of the",
          "(?:input|conversation|message|request) (?:is )?too (?:long|large)",
          "ContextOverflowError",
          "ContextWindowExceeded",
          "exceeds? the maximum (?:number of )?(?:input )?tokens",
          status("413"));

  private static final FailureHints.Text LOGIN =
      row(
          FailureKind.AUTH_EXPIRED,
          "not logged in",
          "please (?:run )?/?log ?in",
          "invalid (?:api[ _]key|auth token)",
          "incorrect api key",
          "token (?:has )?(?:expired|been revoked|is invalid)",
          "not able to authenticate|AuthenticationError",
          "\\bauth(?:entication)?[_ ](?:is )?(?:required|failed|failure|expired|error)",
          "sign in again",
          "no authentication information",
          "set an auth method",
          "(?:login|session|credentials?) (?:has |have )?expired",
          status("401"),
          "unauthori[sz]ed",
          "UNAUTHENTICATED",
          "ProviderAuthError",
          "could not be refreshed");

  /*
   * Numbers of HTTP statuses also occur as line numbers and ports, so they count only shortly after a word that says what
   * they are. Order matters: what is limited by the minute or the day comes back by itself, also where the text speaks of
   * quotas and bills; "quota" texts often speak of rate limits, and authentication texts of permissions.
   */
  static final ImmutableList<FailureHints.Text> ROWS =
      ImmutableList.of(
          TOO_LONG,
          row(
              FailureKind.RATE_LIMITED,
              "(?:requests?|tokens?)[-_ ]?(?:\\([a-z]+\\) )?per[-_"
                  + " ]?(?:minute|min|day|hour|second)(?![a-z])",
              "Per(?:Minute|Day|Hour)Per",
              "free-models-per-",
              "free allocated quota"),
          row(
              FailureKind.QUOTA_EXCEEDED,
              "out of (?:extra )?credits",
              "insufficient[_ ](?:quota|credits?|balance|funds)",
              "credit balance is too low",
              "requires more credits",
              "spend(?:ing)? (?:cap|limit)",
              "(?<!disk )quota[_ ](?:has been |is )?(?:exceeded|exhausted|reached|used up)",
              "exceeded your (?:current )?quota",
              "premium request allowance",
              "billing[_ ](?:error|hard limit)",
              "\\b402\\b.{0,20}payment",
              status("402")),
          row(
              FailureKind.RATE_LIMITED,
              "(?:hit|reached|exceeded|over) (?:your|the|its|a)\\b.{0,60}\\blimit",
              "(?:usage|session|weekly|daily|monthly|hour|request|message|rate|account|plan)[-"
                  + " _]limit.{0,20}(?:reached|exceeded|exhausted|hit)",
              "^\\W*limit (?:has been )?(?:reached|exceeded)",
              "out of (?:extra |free )?usage",
              "exhausted your (?:capacity|daily quota)",
              "MODEL_CAPACITY_EXHAUSTED|TerminalQuotaError|RetryableQuotaError",
              "rate[-_ ]?limit(?:s)?[-_ ]?(?:error|exceeded|reached|hit)",
              "rate[-_ ]?limited",
              "(?:hit|exceed(?:s|ed)?|reached|exceeding)\\b.{0,60}rate[-_ ]?limit",
              "(?:error|failed|429|API)\\b.{0,60}rate[-_ ]?limit",
              "rate[-_ ]?limit.{0,40}(?:error|429|try|retry|wait)",
              "^\\W*rate[-_ ]?limit\\b",
              "usage_limit|rate_limit_e",
              "too many (?:requests|tokens)",
              status("429"),
              "\\b429\\b.{0,40}(?:limit|too many|quota|exhaust|request|concurren)",
              "[(\\[]429[)\\]]",
              "RESOURCE_EXHAUSTED|Resource (?:has been )?exhausted",
              "Throttl(?:ing|ed)Exception|ServiceQuotaExceeded|RequestLimitExceeded|throttled"),
          LOGIN,
          row(
              FailureKind.PERMANENT,
              "issue with the selected model",
              "model_not_found",
              "model .{0,60}(?:not found|does not exist|not (?:supported|available))",
              "unknown model",
              "ModelNotFoundError",
              "cannot use this model"),
          row(
              FailureKind.PERMANENT,
              "no conversation found",
              "no rollout found",
              "session not found",
              "session id .{0,60}already in use"),
          row(
              FailureKind.PERMANENT,
              "not inside a trusted directory",
              "workspace trust required",
              "unknown (?:option|argument)",
              "unexpected argument",
              "requires --verbose",
              "invalid_request",
              status("400|403|422"),
              "permission denied",
              "account on hold",
              "blocked by cloudflare",
              "content policy",
              "argument list too long",
              "\\bE2BIG\\b",
              "\\bmax(?:imum)? (?:session )?turns",
              "\\bpermanent(?:ly)?(?:[ _-](?:error|fail)|:)"),
          row(
              FailureKind.TRANSIENT,
              "overloaded",
              "at capacity",
              "high demand",
              status("500|502|503|504|520|522|524|529"),
              "service unavailable",
              "internal server error",
              "bad gateway",
              "stream disconnected",
              "connection (?:failed|error|reset|refused)",
              "ECONNRESET|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT",
              "socket hang up",
              "fetch failed",
              "\\bUNAVAILABLE\\b"),
          row(FailureKind.TIMEOUT, "timed[ -]?out", "time-?out", "deadline exceeded"),
          row(
              FailureKind.TRANSIENT,
              "interrupted",
              "turn aborted",
              "operation cancelled",
              "MessageAbortedError"));

  private FailurePatterns() {}

  /** Returns whether {@code line} tells of something that no waiting helps against. */
  static boolean needsMore(String line) {
    return TOO_LONG.pattern().matcher(line).find() || LOGIN.pattern().matcher(line).find();
  }

  private static FailureHints.Text row(FailureKind kind, String... patterns) {
    return FailureHints.Text.of(kind, "(?m)" + String.join("|", patterns));
  }

  private static String status(String numbers) {
    return "\\b(?:status|http|error|code)[^\\n]{0,20}?\\b(?:" + numbers + ")\\b";
  }
}
