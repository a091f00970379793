using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Reminders;

/// <summary>
/// Something to tell one person because of one fact. <see cref="Id"/> names the fact within the cycle (for example <c>returned|q1|2</c>; no slash, backslash,
/// hash or question mark) and <see cref="At"/> is when it came about, in campaign time: both are the same whenever it is told again, so that it is told once.
/// </summary>
public sealed record DirectNotice(string Recipient, string Id, DateTimeOffset At, string Kind, LocalizedText Title, LocalizedText Text);

/// <summary>
/// Tells people of what concerns them alone, outside the waves of a ladder: a returned sheet, an extension, a finding. Each recipient learns of a fact once,
/// in its language, and by e-mail not in quiet hours. Two requests for up to fifty notices.
/// </summary>
public sealed class DirectNotices(DirectoryCache directory, NoticeBook book, DeliveryTerms terms)
{
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    /// <summary>Tells what has not been told; safe to repeat. Recipients whom the directory does not know are left out.</summary>
    public async Task TellAsync(CycleContext cycle, IReadOnlyList<DirectNotice> notices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(notices);
        if (notices.Count == 0)
            return;
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var written = new List<Notice>();
        foreach (var notice in notices)
        {
            if (people.Person(notice.Recipient) is not { } person)
                continue;
            var language = person.Language ?? "zh";
            var title = $"【{cycle.Definition.Title.In(language)}】{notice.Title.In(language)}";
            written.Add(new(notice.Recipient, cycle.Cycle, notice.Id, notice.Kind, notice.At, title, notice.Text.In(language), DeliveryTerms.EmailTo(person)));
        }
        await book.InsertAsync(written, terms.NotBefore(cycle), cancellationToken);
    }
}
