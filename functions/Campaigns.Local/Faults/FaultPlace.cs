using Campaigns.App.Cycles.Activities;
using Campaigns.App.Reminders;
using Campaigns.App.Sheets;
using Campaigns.App.Storage;

namespace Campaigns.Local.Faults;

/// <summary>What the app is about when it calls the storage. Each place has its own count of calls.</summary>
internal enum FaultPlace
{
    /// <summary>A milestone over one group of participants.</summary>
    Wave,
    /// <summary>Somebody hands a sheet in.</summary>
    Submission,
    /// <summary>Notices are sent.</summary>
    Dispatch,
    /// <summary>The task hub keeps its own books.</summary>
    Hub,
    /// <summary>Everything else.</summary>
    Other,
}

/// <summary>Knows the place of a call: by the function that runs, which flows with the call.</summary>
internal static class FaultPlaces
{
    static readonly AsyncLocal<string?> Function = new();

    /// <summary>The place of a call to the data account that is made here and now.</summary>
    public static FaultPlace Now => Function.Value switch
    {
        nameof(RunGroups) or nameof(RunGroup) => FaultPlace.Wave,
        nameof(SheetEndpoints.SubmitSheet) => FaultPlace.Submission,
        // A tick that finds nothing to send is no dispatch.
        nameof(Dispatcher) when StorageMeter.WorkNow == "delivery" => FaultPlace.Dispatch,
        _ => FaultPlace.Other,
    };

    /// <summary>Says which function the rest of this flow belongs to.</summary>
    public static void Enter(string function) => Function.Value = function;
}
