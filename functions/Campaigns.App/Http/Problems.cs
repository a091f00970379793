using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Http;

/// <summary>
/// The one place that says no over HTTP: every answer of 400 and above is an RFC 9457 problem document
/// <c>{type, title, status, detail, code, errors}</c>; <c>code</c> is stable and in camelCase, texts may change.
/// </summary>
public static class Problems
{
    /// <summary>
    /// The request cannot be read: 400, with messages by path (<c>$.answers.deeds</c>, <c>query.limit</c>, <c>route.cycle</c>, <c>header.If-Match</c>).
    /// </summary>
    public static IResult BadRequest(IReadOnlyDictionary<string, string[]> errors) =>
        Of(StatusCodes.Status400BadRequest, "badRequest", "The request cannot be read.", errors);

    /// <inheritdoc cref="BadRequest(IReadOnlyDictionary{string, string[]})"/>
    public static IResult BadRequest(string path, string message) => BadRequest(new Dictionary<string, string[]> { [path] = [message] });

    /// <summary>The request is well formed and its content is not acceptable: 422, with messages by path.</summary>
    public static IResult Validation(IReadOnlyDictionary<string, string[]> errors) =>
        Of(StatusCodes.Status422UnprocessableEntity, "invalid", "The content is not acceptable.", errors);

    /// <summary>401 with the challenge that RFC 6750 asks for. <paramref name="tokenRejected"/> tells a bad token from a missing one.</summary>
    public static IResult Unauthenticated(bool tokenRejected) => new ProblemAnswer(new Problem(
        StatusCodes.Status401Unauthorized,
        tokenRejected ? "tokenRejected" : "signInRequired",
        tokenRejected ? "The token is not valid." : "Sign in first."))
    {
        Challenge = tokenRejected ? "Bearer error=\"invalid_token\"" : "Bearer",
    };

    /// <summary>403; <paramref name="code"/> is the reason's name.</summary>
    public static IResult Forbidden(string code, string detail) => Of(StatusCodes.Status403Forbidden, code, detail);

    /// <summary>404; <paramref name="what"/> names the thing that was looked for, for example <c>cycle three-level-contest-2026</c>.</summary>
    public static IResult NotFound(string what) => Of(StatusCodes.Status404NotFound, "notFound", $"There is no {what}.");

    /// <summary>409: the thing is in a state that does not allow the act.</summary>
    public static IResult Conflict(string code, string detail) => Of(StatusCodes.Status409Conflict, code, detail);

    /// <summary>412: the thing has changed since the caller read it.</summary>
    public static IResult PreconditionFailed() =>
        Of(StatusCodes.Status412PreconditionFailed, "preconditionFailed", "It has changed since you read it; read it again.");

    /// <summary>428: a write on an existing thing without <c>If-Match</c> (or, for a new one, <c>If-None-Match: *</c>).</summary>
    public static IResult PreconditionRequired() => Of(
        StatusCodes.Status428PreconditionRequired, "preconditionRequired", "Send If-Match with the ETag you read, or If-None-Match: * for something new.");

    /// <summary>422: the same Idempotency-Key came with another body before.</summary>
    public static IResult IdempotencyKeyReused() => Of(
        StatusCodes.Status422UnprocessableEntity, "idempotencyKeyReused", "This Idempotency-Key was used with another body.");

    /// <summary>413; <paramref name="maxBytes"/> is the most that is taken.</summary>
    public static IResult TooLarge(long maxBytes) =>
        Of(StatusCodes.Status413PayloadTooLarge, "tooLarge", $"The body is larger than {maxBytes} bytes.");

    /// <summary>
    /// The server could not take the body: 413 where it is larger than the server takes at all, else 400 (or 408 where it did not come in time).
    /// </summary>
    public static IResult Unreadable(int status) => status == StatusCodes.Status413PayloadTooLarge
        ? Of(status, "tooLarge", "The body is larger than the server takes.")
        : Of(status, "badRequest", "The body cannot be read.");

    /// <summary>415; <paramref name="expected"/> lists the media types that are taken.</summary>
    public static IResult UnsupportedMediaType(string expected) =>
        Of(StatusCodes.Status415UnsupportedMediaType, "unsupportedMediaType", $"The body must be {expected}.");

    /// <summary>429; the caller may come again after <paramref name="wait"/>.</summary>
    public static IResult TooManyRequests(TimeSpan wait)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds));
        return new ProblemAnswer(new Problem(StatusCodes.Status429TooManyRequests, "tooManyRequests", $"Come again in {seconds} seconds."))
        {
            RetryAfter = seconds,
        };
    }

    /// <summary>500 for an unhandled exception: says nothing about it, the log does under <paramref name="requestId"/>.</summary>
    public static IResult Unexpected(string requestId) =>
        Of(StatusCodes.Status500InternalServerError, "unexpected", $"Something went wrong here; the request's id is {requestId}.");

    /// <summary>A refusal of the rules, with its own status, code and paths; texts in <paramref name="language"/>.</summary>
    public static IResult From(Refusal refusal, string language = "zh") => refusal.ToProblem(language);

    /// <summary>Any other problem.</summary>
    public static IResult Of(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) =>
        new ProblemAnswer(new Problem(status, code, detail, errors));
}
