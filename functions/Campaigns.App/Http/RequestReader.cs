using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Http;

/// <summary>
/// Reads route and query values of one request and collects everything that is wrong with them: read all, then
/// <c>if (reader.Problem is { } bad) return bad;</c>. A value that could not be read is the default until then.
/// </summary>
public sealed partial class RequestReader(HttpRequest request)
{
    public const int MaxLimit = 1000;
    const int DefaultLimit = 100;

    readonly Dictionary<string, string[]> _errors = [];

    /// <summary>400 with every message, or null where all was fine.</summary>
    public IResult? Problem => _errors.Count == 0 ? null : Problems.BadRequest(_errors);

    /// <summary>Whether <paramref name="value"/> is an id: 1 to 64 of a–z, 0–9 and hyphen, not starting with a hyphen.</summary>
    public static bool IsSlug(string? value) => value is not null && Slug().IsMatch(value);

    /// <summary>The problem with the first route value that is no slug, or null: <c>RequestReader.BadRoute(("cycle", cycle), ("track", track))</c>.</summary>
    public static IResult? BadRoute(params ReadOnlySpan<(string Name, string? Value)> values)
    {
        foreach (var (name, value) in values)
            if (!IsSlug(value)) return Problems.BadRequest($"route.{name}", NotASlug);
        return null;
    }

    /// <summary>A query value as given, or null; refused over 200 characters.</summary>
    public string? Text(string name)
    {
        var values = request.Query[name];
        if (values.Count == 0 || string.IsNullOrEmpty(values[0]) && values.Count == 1) return null;
        if (values is [{ Length: <= 200 } value]) return value;
        _errors[$"query.{name}"] = [values.Count > 1 ? "is given more than once" : "is longer than 200 characters"];
        return null;
    }

    /// <summary>A query value that names something, or null.</summary>
    public string? SlugOf(string name) => Checked(name, Text(name), IsSlug, NotASlug);

    /// <summary><c>true</c> or <c>false</c>; false where it is missing.</summary>
    public bool Flag(string name) => Checked(name, Text(name), v => v is "true" or "false", "must be true or false") == "true";

    /// <summary>A whole number within the range, or <paramref name="missing"/>.</summary>
    public int Number(string name, int missing, int least, int most) =>
        Checked(name, Text(name), v => TryInt(v, out var n) && n >= least && n <= most, $"must be a whole number from {least} to {most}") is { } text
        && TryInt(text, out var number)
            ? number
            : missing;

    /// <summary>One of an enum's values in camelCase, or null.</summary>
    public TEnum? Choice<TEnum>(string name)
        where TEnum : struct, Enum
    {
        var text = Text(name);
        if (text is null) return null;
        foreach (var value in Enum.GetValues<TEnum>())
            if (CamelCase(value.ToString()) == text) return value;
        _errors[$"query.{name}"] = ["must be one of " + string.Join(", ", Enum.GetNames<TEnum>().Select(CamelCase))];
        return null;
    }

    /// <summary><c>limit</c> (1 to 1,000; 100 where it is missing) and <c>continuation</c>, which must come from the same list.</summary>
    public Paging Paging(string list)
    {
        var limit = Number("limit", DefaultLimit, 1, MaxLimit);
        // Longer than other values: it holds two storage keys.
        var token = request.Query["continuation"];
        if (token.Count == 0) return new(limit, null);
        var position = token is [{ Length: <= 4000 } text] ? Continuations.Read(list, text) : null;
        if (position is null) _errors["query.continuation"] = ["is not a continuation of this list"];
        return new(limit, position);
    }

    const string NotASlug = "must be 1 to 64 of a-z, 0-9 and hyphen, not starting with a hyphen";

    internal static string CamelCase(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    static bool TryInt(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    string? Checked(string name, string? value, Func<string, bool> fits, string message)
    {
        if (value is null || fits(value)) return value;
        _errors[$"query.{name}"] = [message];
        return null;
    }

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Slug();
}

/// <summary>Which part of a list is asked for; <paramref name="Position"/> is what the list itself put into its last continuation.</summary>
public sealed record Paging(int Limit, string? Position);
