/** The system permission to have reports mailed. */
export const schedulePermission = "pivot.schedule";
