using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.Local.Rehearsal;
using Campaigns.Local.SignIn;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Commands;

/// <summary>
/// Who may sign in on this machine: everybody in the directory, with the app roles that their assignments stand for, and from the start an administrator
/// who can load a directory and an auditor who reads everything. In Entra ID these roles are given in the app's registration.
/// </summary>
internal sealed class LocalPeople(Func<IServiceProvider> services)
{
    static readonly LocalPerson[] FromTheStart =
    [
        new(RehearsalDriver.Administrator, "本机管理员 Local administrator", [nameof(AppRole.Administrator)]),
        new(RehearsalDriver.Auditor, "本机审计员 Local auditor", [nameof(AppRole.Auditor)]),
    ];

    static readonly string[] Offered =
    [
        "county-office-1", "t-01-reviewer-1", "t-01-reporter", "v-001-reporter", "v-001-leader", "t-01-vanguard-01", "county-auditor",
    ];

    static readonly TimeSpan Age = TimeSpan.FromSeconds(60);

    public LocalSignInOptions Options(string? keyFile) => new() { Person = FindAsync, Offered = OfferedAsync, KeyFile = keyFile };

    async Task<LocalPerson?> FindAsync(string id)
    {
        if (FromTheStart.FirstOrDefault(p => p.Id == id) is { } known)
            return known;
        var directory = await services().GetRequiredService<DirectoryCache>().GetAsync(Age, CancellationToken.None);
        var person = directory.Person(id);
        return person is null ? null : new LocalPerson(person.Id, person.Name, RolesOf(person));
    }

    async Task<IReadOnlyList<LocalPerson>> OfferedAsync()
    {
        var offered = new List<LocalPerson>(FromTheStart);
        foreach (var id in Offered)
        {
            if (await FindAsync(id) is { } person)
                offered.Add(person);
        }
        return offered;
    }

    // An individual of a category hands in for itself, so that it is a reporter without an assignment.
    static IReadOnlyList<string> RolesOf(Person person) =>
        [.. person.Assignments.Select(a => RoleOf(a.Role)).Append(person.Categories.Count > 0 ? AppRole.Reporter : null).OfType<AppRole>()
            .Distinct().Order().Select(r => r.ToString())];

    static AppRole? RoleOf(AssignmentKind kind) => kind switch
    {
        AssignmentKind.Reporter => AppRole.Reporter,
        AssignmentKind.Reviewer => AppRole.Reviewer,
        AssignmentKind.Authority => AppRole.Authority,
        AssignmentKind.Administrator => AppRole.Administrator,
        AssignmentKind.Auditor => AppRole.Auditor,
        AssignmentKind.Inspector => AppRole.Inspector,
        AssignmentKind.PanelMember => AppRole.PanelMember,
        _ => null,
    };
}
