using System.Collections.Frozen;
using Campaigns.App.Http;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Directory;

/// <summary>Assignments as imports write them: <c>role@unit</c>, the role in camelCase.</summary>
public static class AssignmentText
{
    static readonly FrozenDictionary<string, AssignmentKind> Roles = Enum.GetValues<AssignmentKind>().ToFrozenDictionary(RoleName);

    public static IEnumerable<string> RoleNames => Roles.Keys.Order(StringComparer.Ordinal);

    public static string RoleName(AssignmentKind role) => RequestReader.CamelCase(role.ToString());

    /// <summary>The role of that name, or null.</summary>
    public static AssignmentKind? RoleOf(string name) => Roles.TryGetValue(name, out var role) ? role : null;

    /// <summary>The assignment, or null with what is wrong with the text.</summary>
    public static Assignment? Read(string text, out LocalizedText? error)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('@');
        error = parts.Length != 2 ? new($"“{text}”应写作 role@unit", $"'{text}' is not role@unit")
            : !Roles.ContainsKey(parts[0])
                ? new($"没有角色“{parts[0]}”；可用：{string.Join(", ", RoleNames)}", $"there is no role '{parts[0]}'; they are {string.Join(", ", RoleNames)}")
            : !RequestReader.IsSlug(parts[1]) ? new($"“{parts[1]}”不是单位标识", $"'{parts[1]}' is not a unit's id")
            : null;
        return error is null ? new(Roles[parts[0]], parts[1]) : null;
    }
}
