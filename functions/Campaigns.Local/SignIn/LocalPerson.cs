namespace Campaigns.Local.SignIn;

/// <summary>Somebody who may sign in on this machine.</summary>
/// <param name="Id">The person's id in the directory; the token's <c>oid</c>.</param>
/// <param name="Name">The person's name.</param>
/// <param name="Roles">The app roles that the token carries.</param>
public sealed record LocalPerson(string Id, string Name, IReadOnlyList<string> Roles);
