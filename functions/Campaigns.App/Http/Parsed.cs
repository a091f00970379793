using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Http;

/// <summary>
/// What a part of a request said, or the problem to answer with:
/// <c>if (!parsed.TryGet(out var value, out var problem)) return problem;</c>
/// </summary>
public readonly record struct Parsed<T>
    where T : notnull
{
    readonly T? _value;
    readonly IResult? _problem;

    public Parsed(T value, string hash = "") => (_value, Hash) = (value, hash);

    public Parsed(IResult problem) => (_problem, Hash) = (problem, "");

    /// <summary>SHA-256 of the body's bytes in lower-case hex: what an Idempotency-Key is bound to. Empty for parts other than bodies.</summary>
    public string Hash { get; }

    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out IResult? problem)
    {
        value = _value;
        problem = _problem ?? (_value is null ? Problems.BadRequest("$", "is missing") : null);
        return problem is null;
    }
}

/// <summary>A body that the caller may leave out.</summary>
public sealed record OptionalBody<T>(T? Value)
    where T : class;
