using Campaigns.App.Directory;
using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Selecting;

/// <summary>Builds what people on the way to the honours are told.</summary>
internal static class SelectionNotices
{
    /// <summary>The same notice for each of <paramref name="people"/>, once.</summary>
    public static IReadOnlyList<DirectNotice> To(
        IEnumerable<string> people, string id, DateTimeOffset at, string kind, LocalizedText title, LocalizedText text) =>
        [.. people.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(person => new DirectNotice(person, id, at, kind, title, text))];

    /// <summary>Who acts for the authority.</summary>
    public static IEnumerable<string> Office(DirectorySnapshot people, string authority) => people.ContactsOfUnit(authority).Office;
}
