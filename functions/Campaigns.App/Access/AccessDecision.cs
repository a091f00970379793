using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Access;

/// <summary>Why an act is denied.</summary>
public enum Denial
{
    /// <summary>The act is not public and nobody is signed in.</summary>
    NotSignedIn,

    /// <summary>No rule of the act is for a role that the caller has.</summary>
    RoleMissing,

    /// <summary>The caller has the role, and not where it would be needed.</summary>
    NotYourUnit,
}

/// <summary>The answer of <see cref="AccessPolicy"/>.</summary>
public abstract record AccessDecision
{
    private AccessDecision()
    {
    }

    /// <summary>The act is allowed.</summary>
    public sealed record Allowed : AccessDecision
    {
        public static Allowed It { get; } = new();
    }

    /// <summary>The act is denied, with the reason that the log and the problem document carry.</summary>
    public sealed record Denied(Denial Reason, bool TokenRejected = false) : AccessDecision
    {
        /// <summary>401 or 403, as the reason demands.</summary>
        public IResult ToProblem() => Reason switch
        {
            Denial.NotSignedIn => Problems.Unauthenticated(TokenRejected),
            Denial.RoleMissing => Problems.Forbidden("roleMissing", "None of your roles allows this."),
            _ => Problems.Forbidden("notYourUnit", "Your role does not reach this unit."),
        };
    }

    public bool IsAllowed => this is Allowed;

    /// <summary>The problem to answer with, or null where the act is allowed.</summary>
    public IResult? Problem => (this as Denied)?.ToProblem();
}
