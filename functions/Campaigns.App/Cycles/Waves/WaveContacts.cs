using Campaigns.App.Directory;
using Campaigns.Rules.Participants;
using RuleContacts = Campaigns.Rules.Reminding.Contacts;

namespace Campaigns.App.Cycles.Waves;

/// <summary>Who stands behind the audiences of a participant, by the directory as it is today.</summary>
internal static class WaveContacts
{
    public static RuleContacts Of(ParticipantState participant, string authority, DirectorySnapshot directory)
    {
        var own = directory.ContactsOf(participant.Unit);
        var parent = directory.ContactsOfUnit(participant.Parent);
        var officers = directory.ContactsOfUnit(authority).Office;
        return new()
        {
            Reporters = own.Reporters,
            Leaders = own.Leaders,
            Liaisons = own.Liaisons,
            // Right below the authority, whoever acts for it reviews.
            ParentReviewers = participant.Parent == authority ? officers : parent.Reviewers,
            ParentLeaders = parent.Leaders,
            Authority = officers,
            LeadersInCharge = own.LeadersInCharge,
            OrganisationMembers = own.OrganisationMembers,
            Designated = own.Designated,
            ContactPoints = own.ContactPoints,
            Instructors = own.Instructors,
            Departments = own.Departments,
        };
    }
}
