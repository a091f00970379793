using Campaigns.App.Access;
using Campaigns.App.OpenApi;

namespace Campaigns.App.Feeds;

internal sealed class FeedArea : ApiArea
{
    public override string Name => "feeds";

    public override string About => "One's deadlines in one's own calendar (J23).";

    protected override void Routes()
    {
        Of(nameof(FeedEndpoints.GetMyFeed), Act.ReadOwn, "Whether the caller has a calendar feed, and since when").Gives<FeedAnswer>().Refuses(404);
        Of(nameof(FeedEndpoints.DrawMyFeed), Act.WriteOwnFeed, "Draws an address for the caller's calendar feed; the one before ends").Gives<FeedAnswer>(201)
            .Says("Whoever has the address sees the caller's deadlines and nothing else. It is shown once: only a hash of its token is kept.");
        Of(nameof(FeedEndpoints.EndMyFeed), Act.WriteOwnFeed, "Ends the caller's calendar feed").GivesNothing(204).Refuses(404);
        Of(nameof(FeedEndpoints.GetDeadlines), Act.ReadFeed, "The deadlines of a token's owner as iCalendar")
            .Says("""
                An entry keeps its `UID`; `SEQUENCE` rises when it moves, with an extension or a change of the calendar, and `STATUS` is `CANCELLED` once it is
                done or called off. A reporter has an entry a phase and unit; a reviewer or liaison one a phase for all of theirs, and one more for each unit
                with dates of its own.
                """)
            .Query("token", "From the address that `POST /me/feed` gave.").QueryOneOf<FeedLanguage>("language", "The person's own where it is missing.")
            .GivesText("text/calendar", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n").GivesNothing(304).Refuses(404)
            .Reads("If-None-Match", "ETag of the calendar that one has.").Tagged();
    }
}
