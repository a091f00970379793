using Campaigns.App.Directory;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Participants;

/// <summary>A caller with the units whose people it is one of: nobody appraises, inspects or decides on their own.</summary>
internal static class ReviewerIdentity
{
    public static Reviewer Of(DirectorySnapshot directory, string person)
    {
        if (directory.Person(person) is not { } known)
            return new(person, []);
        var own = known.Assignments.Where(a => a.Role is AssignmentKind.Reporter or AssignmentKind.Leader).Select(a => a.Unit);
        return new(person, [.. own.Append(known.Unit).Distinct()]);
    }
}
