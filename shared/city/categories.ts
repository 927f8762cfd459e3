/**
 * The categories of field reports. The codes are the city's vocabulary in code, events and open data: one may be
 * added, none changes its meaning. The list is assumed, from reports seen; the city's official one is not public.
 * Names and definitions for people are data (data/hue-categories.json).
 */
export const categoryCodes = [
  'road_damage',
  'flooding_drainage',
  'waste_environment',
  'noise_air_pollution',
  'street_lighting_electricity',
  'water_supply',
  'trees_parks',
  'traffic_violation_parking',
  'traffic_signal_signage',
  'public_order_encroachment',
  'construction_violation',
  'public_security',
  'natural_resources',
  'food_safety',
  'health_epidemic',
  'fire_safety',
  'telecom_infrastructure',
  'animals',
  'public_services_attitude',
  'tourism_heritage',
  'education',
  'online_content_fraud',
  'other',
] as const;
