using System.Collections.Frozen;
using Campaigns.App.Http;

namespace Campaigns.App.Directory;

/// <summary>Assignments as imports write them: <c>role@unit</c>, the role in camelCase.</summary>
public static class AssignmentText
{
    static readonly FrozenDictionary<string, AssignmentKind> Roles = Enum.GetValues<AssignmentKind>().ToFrozenDictionary(RoleName);

    public static IEnumerable<string> RoleNames => Roles.Keys.Order(StringComparer.Ordinal);

    public static string RoleName(AssignmentKind role) => RequestReader.CamelCase(role.ToString());

    /// <summary>The assignment, or null with what is wrong with the text.</summary>
    public static Assignment? Read(string text, out string error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('@');
        error = parts.Length != 2 ? $"'{text}' is not role@unit"
            : !Roles.ContainsKey(parts[0]) ? $"there is no role '{parts[0]}'; they are {string.Join(", ", RoleNames)}"
            : !RequestReader.IsSlug(parts[1]) ? $"'{parts[1]}' is not a unit's id"
            : "";
        return error.Length == 0 ? new(Roles[parts[0]], parts[1]) : null;
    }
}
