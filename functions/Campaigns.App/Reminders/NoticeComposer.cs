using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;

namespace Campaigns.App.Reminders;

/// <summary>
/// Makes one notice a recipient out of a milestone's items: a reviewer or leader gets one digest, never a message for each unit. What no longer holds (handed
/// in since the wave) is dropped. A notice is inserted once, together with its delivery: composing again adds what is missing and nothing else.
/// </summary>
public sealed class NoticeComposer(
    ReminderItems items, ParticipantStore participants, DirectoryCache directory, NoticeBook book, DeliveryTerms terms, TimeProvider time)
{
    // The wave looked at who is due when it wrote the items; that it is looked at again is for composing that comes later, after a failure or a restart.
    private static readonly TimeSpan HoldsFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PeopleAge = TimeSpan.FromSeconds(60);

    /// <summary>Composes the notices of a milestone. Holds a page of items and a batch of notices a partition, however many there are.</summary>
    public async Task ComposeAsync(CycleContext cycle, Milestone milestone, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(milestone);
        var people = await directory.GetAsync(PeopleAge, cancellationToken);
        var stack = book.Begin(terms.NotBefore(cycle));
        var holding = new HoldingItems(participants, cycle, milestone);
        for (var shard = 0; shard < ReminderItems.Shards(cycle.Participants); shard++)
        {
            await foreach (var wanted in items.ReadAsync(cycle.Cycle, milestone.Id, shard, cancellationToken))
            {
                var said = (time.GetUtcNow() - wanted.Since)?.Duration() < HoldsFor ? wanted.Items : await holding.OfAsync(wanted.Items, cancellationToken);
                if (said.Count > 0)
                    await stack.AddAsync(Compose(cycle, milestone, wanted.Recipient, said, people), cancellationToken);
            }
        }
        await stack.FinishAsync(cancellationToken);
    }

    /// <summary>
    /// One notice a recipient out of <paramref name="items"/>, which come in the order of their rows; the dry run's messages are these too (J17).
    /// </summary>
    internal static IEnumerable<Notice> NoticesOf(CycleContext cycle, Milestone milestone, IEnumerable<ReminderItem> items, DirectorySnapshot people) =>
        items.GroupBy(i => i.Recipient, StringComparer.Ordinal).Select(recipient => Compose(cycle, milestone, recipient.Key, [.. recipient], people));

    private static Notice Compose(CycleContext cycle, Milestone milestone, string recipient, IReadOnlyList<ReminderItem> about, DirectorySnapshot people)
    {
        var person = people.Person(recipient);
        var language = person?.Language ?? "zh";
        List<string> Names(bool answers) => [.. about.Where(i => i.Answers == answers).Select(i => people.NameOf(i.Unit))];
        var (names, waiting) = (Names(answers: false), Names(answers: true));
        var own = about.Count == 1 && about[0].As == Rules.Definitions.Audience.Reporter;
        var (kind, title, text) = names.Count == 0
            ? NoticeText.OfUnanswered(cycle, milestone, waiting, language)
            : NoticeText.Of(cycle, milestone, names, own, language);
        if (names.Count > 0 && waiting.Count > 0)
            text += "\n" + NoticeText.OfUnanswered(cycle, milestone, waiting, language).Text;
        var email = DeliveryTerms.EmailTo(person);
        return new(recipient, cycle.Cycle, milestone.Id, kind, milestone.At ?? cycle.Plan.Window(milestone.Phase).OpensAt!.Value, title, text, email);
    }
}
